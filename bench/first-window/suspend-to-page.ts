import { type Figure, percentile } from '../figures.ts'
import type { Stage } from './stage.ts'

const rounds = 30

/** From the start of `virsh suspend` (its own start-up included) to the word in the page's table. */
export async function suspendToPage({ context, host }: Stage): Promise<Figure[]> {
  const page = await context.newPage()
  await page.goto('/')
  const row = page.getByRole('row', { name: /measured/ })
  await row.getByText('running', { exact: true }).waitFor()
  const took: number[] = []
  for (let round = 0; round < rounds; round++) {
    const painted = await row.evaluateHandle(element => ({
      at: new Promise<number>((resolve, reject) => {
        setTimeout(() => reject(new Error('the page did not show it within 10 s')), 10_000)
        const look = () => {
          if (!element.textContent?.includes('paused')) return
          observer.disconnect()
          requestAnimationFrame(() => resolve(Date.now()))
        }
        const observer = new MutationObserver(look)
        observer.observe(element, { subtree: true, childList: true, characterData: true })
      }),
    }))
    const began = Date.now()
    await host.virsh('suspend', 'measured')
    took.push((await painted.evaluate(({ at }) => at)) - began)
    await painted.dispose()
    await host.virsh('resume', 'measured')
    await row.getByText('running', { exact: true }).waitFor()
  }
  await page.close()
  return [{ name: 'virsh suspend to the page, p95', value: percentile(took, 0.95), atMost: 300, unit: 'ms' }]
}
