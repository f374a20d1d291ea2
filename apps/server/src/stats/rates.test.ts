import { describe, expect, it } from 'vitest'
import { carriedOn, ratesBetween } from './rates.ts'
import { readSample, type Sample, usedKiB } from './sample.ts'

const told = (cpu: number, more: Record<string, unknown> = {}) => ({ 'cpu.time': BigInt(cpu), ...more })
const disks = (...devices: [name: string, read: number, written: number, reads: number, writes: number][]) =>
  Object.fromEntries([
    ['block.count', devices.length],
    ...devices.flatMap(([name, read, written, reads, writes], i) => [
      [`block.${i}.name`, name],
      ...[read, written, reads, writes].map((n, f) => [
        `block.${i}.${['rd.bytes', 'wr.bytes', 'rd.reqs', 'wr.reqs'][f]}`,
        BigInt(n),
      ]),
    ]),
  ])
const sample = (at: number, cpu: number, more = {}, run = 1) => readSample(told(cpu, more), run, at) as Sample
const rates = (before: Sample | undefined, now: Sample, vcpus = 1) => ratesBetween(before, now, vcpus)

describe('CPU', () => {
  it.each([
    ['one of one vCPU busy', 2e9, 1, 100],
    ['one of four busy', 2e9, 4, 25],
    ['idle', 0, 2, 0],
    ['emulation threads on top', 2.4e9, 1, 100],
  ])('%s', (_, ns, vcpus, percent) => {
    expect(rates(sample(0, 7), sample(2000, 7 + ns), vcpus)?.cpu).toBe(percent)
  })

  it('says nothing from one sample, across a restart, when the counter went back, and after a long gap', () => {
    expect(rates(undefined, sample(1, 1))).toBeNull()
    expect(rates(sample(0, 5, {}, 1), sample(2000, 9e9, {}, 2))).toBeNull()
    expect(rates(sample(0, 9e9), sample(2000, 1e9))).toBeNull()
    expect(rates(sample(0, 0), sample(3_600_000, 1e9))).toBeNull()
    expect(rates(sample(0, 0), sample(3, 1e9))).toBeNull()
  })
})

describe('disks and cards', () => {
  it('adds up what each did a second', () => {
    const before = sample(0, 0, disks(['vda', 100, 0, 1, 0], ['vdb', 0, 50, 0, 5]))
    const now = sample(2000, 0, disks(['vda', 4100, 0, 5, 0], ['vdb', 0, 2050, 0, 9]))
    expect(rates(before, now)).toMatchObject({ diskRead: 2000, diskWritten: 1000, diskReads: 2, diskWrites: 2 })
    expect(rates(before, now)).toMatchObject({ netReceived: null, netSent: null })
  })

  it('takes a disk that was plugged in, pulled out or set to zero for nothing, never for a leap or less than nothing', () => {
    const one = sample(0, 0, disks(['vda', 5000, 0, 9, 0]))
    const two = sample(2000, 0, disks(['vda', 7000, 0, 11, 0], ['vdb', 9e12, 9e12, 9, 9]))
    const reset = sample(4000, 0, disks(['vda', 10, 0, 1, 0], ['vdb', 9e12 + 2000, 9e12, 9, 9]))
    expect(rates(one, two)).toMatchObject({ diskRead: 1000, diskWritten: 0 })
    expect(rates(two, reset)).toMatchObject({ diskRead: 1000, diskReads: 0 })
    expect(rates(two, one)).toBeNull()
    expect(
      rates(sample(0, 0, disks(['vda', 0, 0, 0, 0])), sample(2000, 0, disks(['vda', 9e18, 0, 0, 0]))),
    ).toMatchObject({
      diskRead: 0,
    })
  })

  it('has no disk rate without disks to compare, and bridges samples that did not ask for them', () => {
    const full = sample(0, 0, disks(['vda', 0, 0, 0, 0]))
    const cpuOnly = carriedOn(full, sample(2000, 0))
    const later = sample(4000, 0, disks(['vda', 4000, 0, 0, 0]))
    expect(rates(cpuOnly, later)?.diskRead).toBe(1000)
    expect(rates(full, sample(2000, 0))?.diskRead).toBeNull()
    expect(carriedOn(full, sample(2000, 0, {}, 2)).disk).toBeNull()
  })

  it('leaves out an empty drive', () => {
    const drive = { 'block.count': 1, 'block.0.name': 'sda' }
    expect(rates(sample(0, 0, drive), sample(2000, 0, drive))?.diskRead).toBeNull()
  })
})

it('takes memory in use from what the guest tells', () => {
  expect(usedKiB({ 'balloon.available': 1000, 'balloon.usable': 600, 'balloon.unused': 100 })).toBe(400)
  expect(usedKiB({ 'balloon.available': 1000, 'balloon.unused': 100 })).toBe(900)
  expect(usedKiB({ 'balloon.current': 1000 })).toBeNull()
})
