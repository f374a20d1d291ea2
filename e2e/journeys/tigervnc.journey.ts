import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { makeAdministrator, nobody } from '../administrator.ts'
import { consoleCanvas } from '../console-picture.ts'
import { expect, test, vmRow } from '../fixtures.ts'
import { freePort } from '../lab/free-port.ts'
import { startXvnc } from '../lab/xvnc.ts'
import { newcomer } from '../newcomer.ts'

test('a display that is not QEMU’s: pointed at exactly at each zoom, its clipboard shared, resized with the window', async ({
  browser,
  host,
  ownPorthole,
}, info) => {
  const port = await freePort()
  const xvnc = await startXvnc(port)
  const id = randomUUID()
  const file = info.outputPath('domain.xml')
  await writeFile(
    file,
    `<domain type='test'><name>tiger</name><uuid>${id}</uuid><memory unit='MiB'>64</memory><os><type>hvm</type></os>
      <devices><graphics type='vnc' port='${port}' listen='127.0.0.1'/></devices></domain>`,
  )
  const porthole = await ownPorthole({ libvirtUri: host.uri.replace('qemu:///system', 'test:///default') })
  const context = await browser.newContext({
    ...{ storageState: nobody, baseURL: porthole.url, deviceScaleFactor: 2 },
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  await makeAdministrator(context, porthole)
  const page = await context.newPage()
  // virsh would keep a test driver to itself, were it not told to ask the daemon; and the daemon, while nobody looks.
  await page.goto('/')
  await expect(vmRow(page, 'test')).toBeVisible()
  const tests = ['-c', host.uri.replace('qemu:///system', 'test+unix:///default')]
  await host.virsh(...tests, 'define', file)
  await host.virsh(...tests, 'start', 'tiger')
  await page.goto(`/vms/${id}/console`)
  await expect(page.locator('[data-phase=connected]')).toBeVisible({ timeout: 30_000 })
  const scale = async (name: string) => {
    await page.getByRole('button', { name: /^Scale: / }).click()
    await page.getByRole('menuitemradio', { name }).click()
  }

  await test.step('the pixel under the pointer is the guest’s, fitted, 1:1 and filling, on a screen of two dots a pixel', async () => {
    const xev = xvnc.start('xev', '-geometry', '640x480+0+0', '-event', 'mouse')
    for (const zoom of ['Fit the window', '1:1', 'Fill the window']) {
      await scale(zoom)
      for (const [x, y] of [
        [321, 123],
        [100, 300],
      ] as const) {
        // Where the picture lies is settled a moment after its zoom was chosen.
        await expect(async () => {
          const box = await consoleCanvas(page).boundingBox()
          if (box === null) throw new Error('no picture')
          // Browsers tell of the mouse in whole pixels of the page: one that lies in the guest's pixel that is meant.
          const [left, top] = [Math.ceil(box.x + (x / 640) * box.width), Math.ceil(box.y + (y / 480) * box.height)]
          const meant = [((left - box.x) * 640) / box.width, ((top - box.y) * 480) / box.height].map(Math.floor).join()
          await page.mouse.move(left, top)
          await expect
            .poll(() => /^\((\d+,\d+)\)/.exec(xev.lines.join('\n').split('root:').at(-1) ?? '')?.[1], { timeout: 3000 })
            .toBe(meant)
        }).toPass({ timeout: 15_000 })
      }
    }
    xev.process.kill()
  })

  await test.step('where the controller points, who watches sees their name', async () => {
    const vic = await newcomer(page, browser, porthole, 'Vic', 'viewer')
    await vic.goto(`/vms/${id}/console`)
    await expect(vic.locator('[data-phase=connected]')).toBeVisible({ timeout: 30_000 })
    const picture = await consoleCanvas(page).boundingBox()
    if (picture === null) throw new Error('no picture')
    await page.mouse.move(picture.x + picture.width / 2, picture.y + picture.height / 2)
    const pointer = vic.locator('[data-pointer]')
    await expect(pointer).toHaveText('Ann Operator')
    const [shown, theirs] = [await pointer.boundingBox(), await consoleCanvas(vic).boundingBox()]
    expect(Math.abs((shown?.x ?? 0) - (theirs?.x ?? 0) - (theirs?.width ?? 0) / 2)).toBeLessThan(4)
    await expect(page.locator('[data-pointer]')).toHaveCount(0)
    await vic.context().close()
  })

  await test.step('text goes both ways by the panel, and by itself where one wants it', async () => {
    const clipboard = () => xvnc.ask('xclip', '-o', '-selection', 'clipboard').catch(() => null)
    await scale('Fit the window')
    await page.getByRole('button', { name: 'Clipboard', exact: true }).click()
    await page.getByLabel('Text for the clipboard of the guest').fill('an den Gast: ü, 日本')
    await page.getByRole('button', { name: 'Give it to the guest' }).click()
    await expect(page.getByText('The guest can paste it now.')).toBeVisible()
    await expect.poll(clipboard).toBe('an den Gast: ü, 日本')
    const copied = xvnc.start('xclip', '-i', '-selection', 'clipboard')
    copied.process.stdin?.end('vom Gast: é')
    await expect(page.getByLabel('Copied in the guest')).toHaveValue('vom Gast: é')
    await page.getByLabel('Share my clipboard while I am in the picture').check()
    const again = xvnc.start('xclip', '-i', '-selection', 'clipboard')
    again.process.stdin?.end('by itself')
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('by itself')
    await page.evaluate(() => navigator.clipboard.writeText('und zurück'))
    await page.getByRole('region', { name: 'Clipboard' }).getByRole('button', { name: 'Close' }).click()
    await expect.poll(clipboard).toBe('und zurück')
  })

  await test.step('it is resized to the window, and follows it', async () => {
    const size = async () =>
      /dimensions: *(\d+)x(\d+)/
        .exec(await xvnc.ask('xdpyinfo'))
        ?.slice(1)
        .map(Number)
    const place = () =>
      page.locator('[data-scale]').evaluate(element => [element.clientWidth, element.clientHeight] as const)
    await scale('Resize the guest to the window')
    await expect.poll(size).toEqual(await place())
    await page.setViewportSize({ width: 1000, height: 700 })
    await expect.poll(async () => JSON.stringify(await size()) === JSON.stringify(await place())).toBe(true)
  })
  await context.close()
  xvnc.stop()
})
