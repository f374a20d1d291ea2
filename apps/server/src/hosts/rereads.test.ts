import { expect, it } from 'vitest'
import { Rereads } from './rereads.ts'

function gate() {
  let open: () => void = () => {}
  const passed = new Promise<void>(resolve => {
    open = resolve
  })
  return { open, passed }
}

it('turns a burst into one extra read that begins after the last request', async () => {
  const first = gate()
  const reads: string[] = []
  const rereads = new Rereads(async id => {
    reads.push(id)
    if (reads.length === 1) await first.passed
  })
  const before = rereads.request('a')
  const burst = [rereads.request('a'), rereads.request('a'), rereads.request('a')]
  expect(reads).toEqual(['a'])
  first.open()
  await before
  await Promise.all(burst)
  expect(reads).toEqual(['a', 'a'])
})

it('does not let one stuck domain stop the others', async () => {
  const never = gate()
  const rereads = new Rereads(id => (id === 'stuck' ? never.passed : Promise.resolve()))
  void rereads.request('stuck')
  await rereads.request('b')
  await rereads.request('c')
  never.open()
})

it('keeps requests back while held, and lets them go on clear', async () => {
  const reads: string[] = []
  const rereads = new Rereads(async id => {
    reads.push(id)
  })
  rereads.hold()
  const held = rereads.request('a')
  expect(reads).toEqual([])
  rereads.release()
  await held
  expect(reads).toEqual(['a'])
  rereads.hold()
  const dropped = rereads.request('b')
  rereads.clear()
  await dropped
  expect(reads).toEqual(['a'])
})
