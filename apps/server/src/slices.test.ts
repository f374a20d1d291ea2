import { expect, it } from 'vitest'
import { InSlices, Slices } from './slices.ts'

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

it('keeps the order of one sender, and no more of it than a thousand pieces', async () => {
  const slices = new Slices()
  const sender = new InSlices(slices)
  const done: number[] = []
  const send = (from: number, to: number) => {
    for (let n = from; n < to; n++) sender.push(() => done.push(n))
  }
  send(0, 3)
  expect(done).toEqual([])
  await slices.turn()
  expect(done).toEqual([0])
  send(3, 1003)
  expect(done).toHaveLength(1002)
  while (done.length < 1003) await slices.turn()
  expect(done).toEqual(Array.from({ length: 1003 }, (_, n) => n))
})
