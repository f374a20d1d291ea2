import { type Figure, percentile } from '../figures.ts'
import type { Stage } from './stage.ts'

const rounds = 20

/** What the page itself measures: from pointerdown to the first frame with a picture, ms. */
interface Clock {
  took: number | undefined
}

/** From the click on Console in the fleet's table to the first frame of the guest's picture, by the page's own clock. */
export async function firstPicture({ context }: Stage): Promise<Figure[]> {
  const page = await context.newPage()
  const took: number[] = []
  await page.goto('/')
  for (let round = 0; round <= rounds; round++) {
    const link = page.getByRole('row', { name: /measured/ }).getByRole('link', { name: 'Console' })
    await link.waitFor()
    await link.evaluate(element => {
      const clock = window as unknown as Clock
      clock.took = undefined
      element.addEventListener('pointerdown', () => {
        const clicked = performance.now()
        const look = () => {
          const canvas = document.querySelector<HTMLCanvasElement>('[data-phase="connected"] canvas:not([hidden])')
          const pixels = canvas?.width
            ? canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height)
            : undefined
          const colours = new Set(pixels === undefined ? [] : new Uint32Array(pixels.data.buffer))
          if (colours.size > 1) clock.took = performance.now() - clicked
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      })
    })
    await link.click()
    const shown = await page.waitForFunction(() => (window as unknown as Clock).took)
    const ms = Number(await shown.jsonValue())
    // The first one fills the caches, as the first of a working day does.
    if (round > 0) took.push(ms)
    await page.goBack()
  }
  await page.close()
  return [
    { name: 'click on Console to first picture, p50', value: percentile(took, 0.5), atMost: 250, unit: 'ms' },
    { name: 'click on Console to first picture, p95', value: percentile(took, 0.95), atMost: 500, unit: 'ms' },
  ]
}
