import { consoleCanvas, expectPicture } from '../console-picture.ts'
import { expect, expectAgent, test } from '../fixtures.ts'
import { guestShell } from '../guest-shell.ts'
import { guestDomain } from '../lab/guest-domain.ts'

/** What makes the PC's speaker sound a tone of 440 Hz: its timer (ports 0x43 and 0x42) is set, and its gate opened (0x61). */
const tone = ['0x43 0xb6', '0x42 0x97', '0x42 0x0a', '0x61 3']

const listener = `for event in /sys/class/input/event*; do
  grep -q Mouse $event/device/name && exec cat /dev/input/\${event##*/} > /tmp/moves; done`

/** How far the guest's mouse went: Linux's events, of which type 2 with code 0 and 1 are moves. */
function moved(events: Buffer): { x: number; y: number } {
  const sum = { x: 0, y: 0 }
  for (let at = 0; at + 24 <= events.length; at += 24) {
    if (events.readUInt16LE(at + 16) !== 2) continue
    const code = events.readUInt16LE(at + 18)
    if (code === 0) sum.x += events.readInt32LE(at + 20)
    if (code === 1) sum.y += events.readInt32LE(at + 20)
  }
  return sum
}

test('a guest with a mouse gets moves, and the pointer for itself; its sound is heard when one wants it', async ({
  page,
  host,
}) => {
  // libvirt knows the PC's speaker only by an option that QEMU has no longer.
  const speaker = `<qemu:commandline xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
    <qemu:arg value='-machine'/><qemu:arg value='pcspk-audiodev=audio1'/></qemu:commandline></domain>`
  const domain = guestDomain({ name: 'player', ...host.files, devices: `<audio id='1' type='none'/>` })
    .replace("input type='tablet'", "input type='mouse'")
    .replace("listen='127.0.0.1'/>", "listen='127.0.0.1'><audio id='1'/></graphics>")
    .replace('</domain>', speaker)
  await host.defineXml(domain)
  const id = (await host.virsh('domuuid', 'player')).trim()
  await host.virsh('start', 'player')
  // What the page plays, by its loudest sample.
  await page.addInitScript(() => {
    const { start } = AudioBufferSourceNode.prototype
    AudioBufferSourceNode.prototype.start = function (...when) {
      const loudest = Math.max(...(this.buffer?.getChannelData(0) ?? []).map(Math.abs))
      document.documentElement.dataset.loudest = String(loudest)
      start.apply(this, when)
    }
  })
  await page.goto(`/vms/${id}/console`)
  await expectAgent(host, 'player')
  await expectPicture(page)
  const guest = guestShell(host, 'player')
  await guest.start(listener)
  await expect.poll(() => guest.run('ls /tmp')).toContain('moves')
  const sum = async () => moved(Buffer.from(await guest.run('base64 /tmp/moves'), 'base64'))

  await test.step('moves over the picture move its mouse', async () => {
    await expect(page.getByText('A click gives it the pointer')).toBeVisible()
    const box = await consoleCanvas(page).boundingBox()
    if (box === null) throw new Error('no picture')
    await page.mouse.move(box.x + 100, box.y + 100)
    await page.mouse.move(box.x + 300, box.y + 150, { steps: 4 })
    const width = await consoleCanvas(page).evaluate((canvas: HTMLCanvasElement) => canvas.width)
    const scale = width / box.width
    await expect.poll(async () => Math.abs((await sum()).x - 200 * scale)).toBeLessThanOrEqual(2)
    expect(Math.abs((await sum()).y - 50 * scale)).toBeLessThanOrEqual(2)
  })

  await test.step('a click gives it the pointer, Ctrl+Alt takes it back', async () => {
    await consoleCanvas(page).click()
    await expect(page.getByText('Ctrl+Alt or Esc frees the pointer')).toBeVisible()
    const before = (await sum()).x
    await page.mouse.move(10, 10)
    await page.mouse.move(400, 300, { steps: 5 })
    await expect.poll(async () => (await sum()).x).not.toBe(before)
    await page.keyboard.press('Control+Alt')
    await expect(page.getByText('A click gives it the pointer')).toBeVisible()
  })

  await test.step('it is silent until one wants to hear it', async () => {
    const loudest = () => page.evaluate(() => Number(document.documentElement.dataset.loudest ?? 0))
    for (const write of tone) await host.virsh('qemu-monitor-command', 'player', '--hmp', `o/b ${write}`)
    expect(await loudest()).toBe(0)
    await page.getByRole('button', { name: 'Hear the guest' }).click()
    await expect.poll(loudest).toBeGreaterThan(0.1)
    await page.getByRole('button', { name: 'Silence the guest' }).click()
    await expect(page.getByRole('button', { name: 'Hear the guest' })).toBeVisible()
  })
  await host.remove('player')
})
