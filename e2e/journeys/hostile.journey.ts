import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '../fixtures.ts'
import { attacks, startHostileDisplay } from '../lab/hostile-display.ts'
import { keyBlockDomain } from '../lab/key-block.ts'

const mib = 2 ** 20

test('a display that means ill does not hurt the tab', async ({ page, host }) => {
  const folder = await mkdtemp(join(tmpdir(), 'porthole-hostile-'))
  // The guest's own display is there first.
  await chmod(folder, 0o777)
  const path = join(folder, 'display.sock')
  const domain = keyBlockDomain('hostile', host.files.keyBlock)
  await host.defineXml(domain.replace(/<graphics.*>/, `<graphics type='vnc' socket='${path}'/>`))
  await host.virsh('start', 'hostile')
  const id = (await host.virsh('domuuid', 'hostile')).trim()
  const display = await startHostileDisplay(path)
  let crashed = false
  page.on('crash', () => {
    crashed = true
  })
  page.on('dialog', dialog => expect(dialog.message()).toBe(''))
  for (const [what, attack] of Object.entries(attacks)) {
    await test.step(what, async () => {
      const seen = display.next(attack)
      await page.goto(`/vms/${id}/console`)
      await seen
      // The page still paints, answers a click, and has not filled up.
      await page.evaluate(() => new Promise(painted => requestAnimationFrame(painted)))
      await page.getByRole('button', { name: 'All actions on hostile' }).click({ timeout: 5000 })
      await expect(page.getByRole('menuitem', { name: 'Force off', exact: true })).toBeVisible()
      const heap = await page.evaluate(
        () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
      )
      expect(heap).toBeLessThan(200 * mib)
      expect(await page.title()).not.toBe('hit')
    })
  }
  expect(crashed).toBe(false)
  expect((await page.request.get('/api/v1/vms')).status()).toBe(200)
  await display.stop()
  await host.remove('hostile')
  await rm(folder, { recursive: true })
})
