import { expect, it } from 'vitest'
import { Gathered } from './gathered.ts'

it('writes together what is asked for in one turn, and while a write is under way', async () => {
  const batches: number[][] = []
  let go = () => {}
  const gathered = new Gathered<number>(batch => {
    batches.push([...batch])
    return new Promise<void>(resolve => (go = resolve))
  })
  const first = [gathered.add(1), gathered.add(2)]
  await Promise.resolve()
  const second = [gathered.add(3), gathered.add(4)]
  go()
  await Promise.all(first)
  await Promise.resolve()
  go()
  await Promise.all(second)
  expect(batches).toEqual([
    [1, 2],
    [3, 4],
  ])
})

it('cuts many into slices', async () => {
  const sizes: number[] = []
  const gathered = new Gathered<number>(async batch => sizes.push(batch.length))
  await Promise.all(Array.from({ length: 250 }, (_, n) => gathered.add(n)))
  expect(sizes).toEqual([100, 100, 50])
})

it('lets what can not be written fail alone', async () => {
  const written: number[] = []
  const gathered = new Gathered<number>(async batch => {
    if (batch.includes(2)) throw new Error('no 2')
    written.push(...batch)
  })
  const results = await Promise.allSettled([1, 2, 3].map(n => gathered.add(n)))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(written).toEqual([1, 3])
})
