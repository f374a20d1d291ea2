import { expect, type Locator, type Page } from '@playwright/test'

/** noVNC's canvas; the one after it keeps the last picture while there is no connection. */
export const consoleCanvas = (page: Page): Locator =>
  page.locator('[data-console] canvas').filter({ visible: true }).first()

/** How many different colours the console shows, up to 3: one colour is no picture. */
async function colours(page: Page): Promise<number> {
  return await consoleCanvas(page).evaluate((canvas: HTMLCanvasElement) => {
    const context = canvas.getContext('2d')
    if (context === null || canvas.width === 0) return 0
    const pixels = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer)
    const seen = new Set<number>()
    for (const pixel of pixels) {
      seen.add(pixel)
      if (seen.size === 3) break
    }
    return seen.size
  })
}

/** Waits until the guest's display shows something. */
export async function expectPicture(page: Page): Promise<void> {
  await expect(consoleCanvas(page)).toBeVisible({ timeout: 30_000 })
  await expect.poll(() => colours(page), { timeout: 30_000 }).toBeGreaterThan(1)
}

/** What a US keyboard types with Shift held: the guest gets keys, not characters, so the key must really be held. */
const shifted = /[A-Z~!@#$%^&*()_+{}|:"<>?]/

/** Types with the keyboard into the guest and waits until the picture changed. */
export async function typeAndSee(page: Page, text: string): Promise<void> {
  const picture = () => consoleCanvas(page).evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())
  const before = await picture()
  for (const character of text)
    await page.keyboard.press(shifted.test(character) ? `Shift+${character}` : character, { delay: 20 })
  await page.keyboard.press('Enter')
  await expect.poll(picture, { timeout: 30_000 }).not.toBe(before)
}
