import { expect, it } from 'vitest'
import { Slices } from './slices.ts'

/** Holds up the event loop, as work does. */
function work(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}

it('works off a storm in order, and lets others have their turn in the middle', async () => {
  const slices = new Slices()
  const done: (number | string)[] = []
  const one = async (n: number) => {
    await slices.turn()
    work(5)
    await Promise.resolve()
    done.push(n)
  }
  const all = Array.from({ length: 8 }, (_, n) => one(n))
  setImmediate(() => setImmediate(() => done.push('another')))
  await Promise.all(all)
  expect(done.filter(each => each !== 'another')).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(done.indexOf('another')).toBeGreaterThan(0)
  expect(done.indexOf('another')).toBeLessThan(done.length - 1)
})

it('begins anew after a rest', async () => {
  const slices = new Slices()
  await slices.turn()
  await slices.turn()
  await Promise.all([slices.turn(), slices.turn()])
})
