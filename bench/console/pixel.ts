import { setTimeout as passed } from 'node:timers/promises'
import { type Figure, percentile } from '../figures.ts'
import { onStage } from '../first-window/stage.ts'

const presses = 200

/** What the page itself measures: from the key's event to the frame that shows the changed picture, ms. */
interface Clock {
  took: number[]
}

/** From a key that Chromium gets to the frame in which it paints the guest's answer. */
export async function pixel(): Promise<Figure[]> {
  return await onStage(async ({ host, context }) => {
    await host.virsh('start', 'busy')
    const page = await context.newPage()
    await page.goto(`/vms/${(await host.virsh('domuuid', 'busy')).trim()}/console`)
    await page.locator('[data-phase=connected]').waitFor()
    await page.evaluate(() => {
      const clock = window as unknown as Clock
      clock.took = []
      const canvas = document.querySelector<HTMLCanvasElement>('[data-phase=connected] canvas:not([hidden])')
      const block = () => canvas?.getContext('2d')?.getImageData(516, 388, 1, 1).data.join()
      const pressed = ({ timeStamp }: KeyboardEvent) => {
        const before = block()
        const look = () => {
          if (block() === before) requestAnimationFrame(look)
          else clock.took.push(performance.now() - timeStamp)
        }
        requestAnimationFrame(look)
      }
      addEventListener('keydown', pressed, { capture: true })
    })
    await page.locator('[data-phase=connected] canvas').last().focus()
    for (let press = 1; press <= presses; press++) {
      await page.keyboard.press('a')
      await page.waitForFunction(count => (window as unknown as Clock).took.length === count, press)
      // Nobody types in step with QEMU's tick.
      await passed(Math.random() * 60)
    }
    const took = await page.evaluate(() => (window as unknown as Clock).took)
    await page.close()
    return [
      { name: 'key to pixel in Chromium, p50', value: percentile(took, 0.5), atMost: 50, unit: 'ms' },
      { name: 'key to pixel in Chromium, p99', value: percentile(took, 0.99), atMost: 120, unit: 'ms' },
    ]
  })
}
