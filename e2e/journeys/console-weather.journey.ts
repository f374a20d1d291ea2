import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { makeAdministrator, nobody } from '../administrator.ts'
import { consoleCanvas } from '../console-picture.ts'
import { expect, test } from '../fixtures.ts'
import { freePort } from '../lab/free-port.ts'
import { buildGuest } from '../lab/guest.ts'
import { keyBlockDomain } from '../lab/key-block.ts'
import { startPrivateLibvirt } from '../lab/private-libvirt.ts'

/** A key gets to the guest, and its picture comes back. */
async function expectKey(page: Page): Promise<void> {
  const block = () =>
    consoleCanvas(page).evaluate((canvas: HTMLCanvasElement) =>
      canvas.getContext('2d')?.getImageData(516, 388, 1, 1).data.slice(0, 3).join(),
    )
  const before = await block()
  await consoleCanvas(page).focus()
  await page.keyboard.press('a')
  await expect.poll(block).not.toBe(before)
}

const connected = (page: Page) => page.locator('[data-phase=connected]')

interface Told {
  source: string
  action: string
  args: Record<string, unknown>
}

test('a console goes on or comes back by itself, and says why: libvirtd, network, server, full, migration', async ({
  browser,
  host,
  ownPorthole,
}) => {
  const data = await mkdtemp(join(tmpdir(), 'porthole-'))
  const listen = `127.0.0.1:${await freePort()}`
  const environment = { PORTHOLE_CONSOLES_PER_PERSON: '1' }
  const start = () => ownPorthole({ libvirtUri: host.uri, data, listen, environment })
  let porthole = await start()
  await host.defineXml(keyBlockDomain('weather', host.files.keyBlock))
  const id = (await host.virsh('domuuid', 'weather')).trim()
  const context = await browser.newContext({ storageState: nobody, baseURL: porthole.url })
  await makeAdministrator(context, porthole)
  const page = await context.newPage()

  // Off: one click starts it, and the picture comes by itself.
  await page.goto(`/vms/${id}/console`)
  await expect(page.getByText('VM is shut off')).toBeVisible()
  await page.getByRole('button', { name: 'Start' }).first().click()
  await expect(connected(page)).toBeVisible({ timeout: 30_000 })
  await expectKey(page)

  // libvirtd dies: what is open goes on. It comes back: new consoles open.
  await host.killDaemon()
  await expectKey(page)
  await host.startDaemon()
  await expectKey(page)

  // The console that is open is all that this person may have.
  const second = await context.newPage()
  await second.goto(`/vms/${id}/console`)
  await expect(second.getByText('You have 1 console open, the most at a time: close one first.')).toBeVisible()
  await page.goto('/')
  await expect(connected(second)).toBeVisible()
  await second.close()

  await page.goto(`/vms/${id}/console`)
  await expect(connected(page)).toBeVisible()
  await context.setOffline(true)
  await expect(page.getByText('This computer is offline.')).toBeVisible()
  await context.setOffline(false)
  await expect(connected(page)).toBeVisible()
  await expectKey(page)

  await porthole.stop()
  await expect(page.locator('[data-phase=waiting]')).toBeVisible()
  porthole = await start()
  await expect(connected(page)).toBeVisible()
  await expectKey(page)

  // The guest moves to another host: the console goes after it, and a key does there what it did here.
  const there = await startPrivateLibvirt({ name: 'there' })
  await there.put((await buildGuest()).keyBlock)
  const added = await context.request.post('/api/v1/hosts', {
    data: { name: 'there', uri: there.uri },
    headers: { origin: porthole.url },
  })
  expect(added.ok()).toBe(true)
  const whole = ['--live', '--persistent', '--undefinesource', '--unsafe']
  await host.virsh('migrate', ...whole, 'weather', there.uri, `tcp:127.0.0.1:${await freePort()}`)
  await expect(page.getByText(/^The VM moved from .* to there, and this console with it\.$/)).toBeVisible()
  await expect(connected(page)).toBeVisible()
  expect(await there.virsh('domstate', 'weather')).toBe('running')
  await expectKey(page)
  // The timeline has it too, as somebody else's doing.
  const told = async () => {
    const { entries } = await (await context.request.get(`/api/v1/audit?limit=50&vm=${id}`)).json()
    return entries.map(({ source, action, args }: Told) => `${source} ${action} ${args.reason}`)
  }
  await expect.poll(told).toEqual(expect.arrayContaining(['outside vmStopped migrated', 'outside vmStarted migrated']))

  await context.close()
  await porthole.stop()
  await there.stop()
  await rm(data, { recursive: true })
  await host.remove('weather')
})
