import { expect, type Locator, type Page } from '@playwright/test'

/** The console's canvas: noVNC draws the guest's display on it. */
export const consoleCanvas = (page: Page): Locator => page.locator('canvas').last()

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

/** Types with the keyboard into the guest and waits until the picture changed. */
export async function typeAndSee(page: Page, text: string): Promise<void> {
  const picture = () => consoleCanvas(page).evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())
  const before = await picture()
  await page.keyboard.type(text, { delay: 40 })
  await page.keyboard.press('Enter')
  await expect.poll(picture, { timeout: 30_000 }).not.toBe(before)
}
