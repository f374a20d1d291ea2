import { setTimeout as passed } from 'node:timers/promises'
import { type Figure, percentile } from '../figures.ts'
import { onStage } from '../first-window/stage.ts'
import { KeyClock } from './key-clock.ts'
import { Line } from './line.ts'

const rounds = 12
const times = 40
const tickMs = 30

/**
 * QEMU's own display of a guest that takes no time itself, straight and through Porthole in turn: what Porthole adds to
 * the way there and back, by an answer that QEMU gives at once; and from a key to the picture's change, most of which is
 * waiting for QEMU's next tick.
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

/** What each way adds to the straight one, and `most` ms of it. */
export async function addedTo(
  straight: KeyClock,
  ways: Readonly<Record<string, KeyClock>>,
  most = { p50: 1, p99: 4 },
): Promise<Figure[]> {
  const all = Object.entries({ straight, ...ways }).map(([name, clock]) => ({
    ...{ name, clock, answers: [] as number[], changes: [] as number[] },
  }))
  for (let round = 0; round <= rounds; round++) {
    for (const { clock, answers, changes } of all) {
      await clock.look()
      for (let time = 0; time < times; time++) {
        // Nobody types in step with QEMU's tick.
        await passed(Math.random() * tickMs)
        const [answer, change] = [await clock.answer(), await clock.press()]
        // The first round wakes everything up.
        if (round === 0) continue
        answers.push(answer)
        changes.push(change)
      }
    }
  }
  const of = (samples: readonly number[]) => ({ p50: percentile(samples, 0.5), p99: percentile(samples, 0.99) })
  const [base, ...added] = all.map(({ clock, name, answers, changes }) => {
    clock.close()
    print('QEMU’s answer to a message', name, of(answers))
    print('a key to the changed picture', name, of(changes))
    return { name, ...of(answers) }
  })
  return added.flatMap(({ name, p50, p99 }) => [
    {
      name: `there and back to QEMU, added by ${name}, p50`,
      value: p50 - (base?.p50 ?? 0),
      atMost: most.p50,
      unit: 'ms',
    },
    {
      name: `there and back to QEMU, added by ${name}, p99`,
      value: p99 - (base?.p99 ?? 0),
      atMost: most.p99,
      unit: 'ms',
    },
  ])
}

function print(what: string, way: string, { p50, p99 }: { p50: number; p99: number }): void {
  process.stdout.write(`      ${what}, ${way}: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms\n`)
}
