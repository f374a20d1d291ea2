import { type Figure, percentile } from '../figures.ts'
import { onStage } from '../first-window/stage.ts'
import { KeyClock } from './key-clock.ts'
import { Line } from './line.ts'

const rounds = 12
const presses = 40

/**
 * From a key to the picture's change, with QEMU's own display of a guest that takes no time itself: straight and through
 * Porthole in turn. Each key follows the last change, so that QEMU's tick of 30 ms is the same for both.
 */
export async function key(): Promise<Figure[]> {
  return await onStage(async ({ host, porthole, context }) => {
    await host.virsh('start', 'busy')
    const vm = (await host.virsh('domuuid', 'busy')).trim()
    const straight = await Line.straight((await host.virsh('domdisplay', 'busy')).trim())
    const through = await Line.throughPorthole(context.request, porthole.url, vm)
    return addedTo(await KeyClock.on(straight), { Porthole: await KeyClock.on(through) })
  })
}

/** What each way adds to the straight one. */
export async function addedTo(straight: KeyClock, ways: Readonly<Record<string, KeyClock>>): Promise<Figure[]> {
  const all = Object.entries({ straight, ...ways }).map(([name, clock]) => ({ name, clock, took: [] as number[] }))
  for (let round = 0; round <= rounds; round++) {
    for (const { clock, took } of all) {
      for (let press = 0; press < presses; press++) {
        const ms = await clock.press()
        // The first round wakes everything up.
        if (round > 0) took.push(ms)
      }
    }
  }
  const [none = 0, ...added] = all.map(({ clock, name, took }) => {
    clock.close()
    const [p50, p99] = [percentile(took, 0.5), percentile(took, 0.99)]
    process.stdout.write(`      key to changed picture, ${name}: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms\n`)
    return { name, p50, p99 }
  })
  if (none === 0) return []
  return added.flatMap(({ name, p50, p99 }) => [
    { name: `key to changed picture, added by ${name}, p50`, value: p50 - none.p50, atMost: 1, unit: 'ms' },
    { name: `key to changed picture, added by ${name}, p99`, value: p99 - none.p99, atMost: 4, unit: 'ms' },
  ])
}
