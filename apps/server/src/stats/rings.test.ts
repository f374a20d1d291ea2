import { describe, expect, it } from 'vitest'
import { nothing, pack, unpack } from './packed.ts'
import { blockOf, oldestBlock, ringFor, rings } from './rings.ts'
import { Track } from './track.ts'

describe('a figure in 16 bits', () => {
  it.each([0, 0.1, 3.7, 50, 99.9, 100, 65_536, 1.5e9, 4e12])('%f comes back to two digits and more', value => {
    expect(Math.abs((unpack(pack(value)) ?? Number.NaN) - value)).toBeLessThanOrEqual(value * 0.004 + 0.005)
  })

  it('keeps that there was none, and what is none', () => {
    for (const none of [null, Number.NaN, Number.POSITIVE_INFINITY, -1]) expect(unpack(pack(none))).toBeNull()
  })
})

describe('a ring', () => {
  const ring = { step: 30, size: 4, keptSeconds: 3600 }

  it('makes one point of all that came in its step, and a gap of a step without', () => {
    const track = new Track(ring, 2)
    for (const [at, cpu] of [
      [0, 10],
      [10, 30],
      [65, 50],
    ] as const)
      track.add(at, [cpu, null])
    expect(track.add(90, [70, 7])).toBeNull()
    const points = [...(track.current()?.points ?? [])].map(unpack)
    expect(points).toEqual([20, null, null, null, 50, null, null, null])
  })

  it('gives a block that is over once, and goes on with the next', () => {
    const track = new Track(ring, 1)
    expect(track.add(100, [1])).toBeNull()
    expect(track.add(130, [2])).toBeNull()
    const over = track.add(155, [3])
    expect(over).toMatchObject({ block: 0 })
    expect([...(over?.points ?? [])].map(unpack)).toEqual([null, null, null, 1])
    expect(track.unwritten()).toMatchObject({ block: 1 })
    expect(track.unwritten()).toBeNull()
  })

  it('goes on with what was there before a restart', () => {
    const before = new Uint16Array([pack(5), pack(6), nothing, nothing])
    const track = new Track(ring, 1)
    track.resume(0, before)
    track.add(65, [7])
    track.close(95)
    expect([...(track.unwritten()?.points ?? [])].map(unpack)).toEqual([5, 6, 7, null])
  })

  it('takes nothing from the past', () => {
    const track = new Track(ring, 1)
    track.add(100, [1])
    track.add(50, [99])
    track.close(200)
    expect([...(track.current()?.points ?? [])].map(unpack)).toEqual([null, null, null, 1])
  })
})

it('reaches back as far as each range says, in blocks that are bounded', () => {
  expect(ringFor('1h').step).toBe(30)
  expect(ringFor('2d').step).toBe(120)
  expect(ringFor('month').step).toBe(900)
  expect(ringFor('year').step).toBe(7200)
  const now = 1_800_000_000
  for (const ring of rings) {
    const blocks = blockOf(ring, now) - oldestBlock(ring, now) + 1
    expect(blocks * ring.size * ring.step).toBeLessThanOrEqual(ring.keptSeconds + 2 * ring.size * ring.step)
  }
})
