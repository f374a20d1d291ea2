import { type CDPSession, devices, type Page } from '@playwright/test'
import { consoleCanvas } from '../console-picture.ts'
import { expect, test } from '../fixtures.ts'
import { keyBlockDomain } from '../lab/key-block.ts'

/** The colour of the block that the guest inverts at each key, as the page shows it. */
const block = (page: Page) =>
  consoleCanvas(page).evaluate((canvas: HTMLCanvasElement) =>
    canvas.getContext('2d')?.getImageData(516, 388, 1, 1).data.slice(0, 3).join(),
  )

/** What the page sends to the guest: buttons of the pointer (RFB message 5), and keys as "+code" and "-code" (255). */
function listen(page: Page) {
  const heard = { buttons: [] as number[], keys: [] as string[] }
  page.on('websocket', socket => {
    if (!socket.url().endsWith('/console')) return
    socket.on('framesent', ({ payload }) => {
      if (typeof payload === 'string') return
      for (let at = 0; at < payload.length; ) {
        if (payload[at] === 5) heard.buttons.push(payload[at + 1] ?? 0)
        else if (payload[at] === 255)
          heard.keys.push(
            `${payload.readUInt16BE(at + 2) === 1 ? '+' : '-'}${payload.readUInt32BE(at + 8).toString(16)}`,
          )
        else return
        at += payload[at] === 5 ? 6 : 12
      }
    })
  })
  return heard
}

const touch = (cdp: CDPSession, type: 'touchStart' | 'touchMove' | 'touchEnd', points: [number, number][]) =>
  cdp.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) })

test('on a phone: tap, long press and two fingers, the row of keys with modifiers that hold, and the keyboard', async ({
  browser,
  signedIn,
  porthole,
  host,
}) => {
  await host.defineXml(keyBlockDomain('touched', host.files.keyBlock))
  await host.virsh('start', 'touched')
  const id = (await host.virsh('domuuid', 'touched')).trim()
  const { defaultBrowserType: _, ...phone } = devices['Pixel 7']
  const context = await browser.newContext({ ...phone, storageState: signedIn, baseURL: porthole.url })
  const page = await context.newPage()
  const sent = listen(page)
  await page.goto(`/vms/${id}/console`)
  await expect(page.locator('[data-phase=connected]')).toBeVisible({ timeout: 30_000 })
  const row = page.getByRole('toolbar', { name: 'Keys for the guest' })
  await expect(row).toBeVisible()

  const box = await consoleCanvas(page).boundingBox()
  if (box === null) throw new Error('no picture')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const cdp = await context.newCDPSession(page)
  await page.touchscreen.tap(x, y)
  await expect.poll(() => sent.buttons).toContain(1)
  await touch(cdp, 'touchStart', [[x, y]])
  await expect.poll(() => sent.buttons).toContain(4)
  await touch(cdp, 'touchEnd', [])
  const fingers = (dy: number): [number, number][] => [
    [x - 20, y + dy],
    [x + 20, y + dy],
  ]
  await touch(cdp, 'touchStart', fingers(0))
  for (const dy of [-20, -40, -60, -80, -100, -120]) await touch(cdp, 'touchMove', fingers(dy))
  await touch(cdp, 'touchEnd', [])
  // Buttons 4 and 5 are the wheel.
  await expect.poll(() => sent.buttons.some(buttons => (buttons & 0x18) !== 0)).toBe(true)

  const before = await block(page)
  await row.getByRole('button', { name: 'Esc' }).tap()
  await expect.poll(() => block(page)).not.toBe(before)
  sent.keys.length = 0
  const ctrl = row.getByRole('button', { name: 'Ctrl' })
  await ctrl.tap()
  await expect(ctrl).toHaveAttribute('aria-pressed', 'true')
  await row.getByRole('button', { name: 'F1 to F12' }).tap()
  await row.getByRole('button', { name: 'F2', exact: true }).tap()
  await expect(ctrl).toHaveAttribute('aria-pressed', 'false')
  // Left Ctrl and F2, as scancodes of a PC keyboard.
  await expect.poll(() => sent.keys).toEqual(['+1d', '+3c', '-3c', '-1d'])

  sent.keys.length = 0
  await row.getByRole('button', { name: 'Keyboard' }).tap()
  await expect(page.getByLabel('What is typed here goes to the guest')).toBeFocused()
  await page.keyboard.insertText('aB')
  await page.keyboard.press('Backspace')
  await expect.poll(() => sent.keys).toEqual(['+1e', '-1e', '+2a', '+30', '-30', '-2a', '+e', '-e'])
  await context.close()
  await host.remove('touched')
})
