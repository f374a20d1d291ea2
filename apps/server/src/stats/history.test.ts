import { type VmStats, vmSeries } from '@porthole/contract'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type LiveCore, liveCore } from '../../test/live-core.ts'
import { History, vmObject } from './history.ts'
import { unpack } from './packed.ts'
import { rings } from './rings.ts'
import { StatBlocks } from './stat-blocks.ts'

const [ring] = rings
/** Where a block of the finest ring begins, seconds since 1970. */
const base = 1_800_000_000
let live: LiveCore
let history: History
let vm: string
let leads: boolean

beforeEach(async () => {
  live = await liveCore('test:///default')
  const { database, hosts } = live.core
  // What it tells by itself is not what is told here.
  live.link.figures.stop()
  vm = (await live.vm('test')).id
  leads = true
  history = new History({ database, hosts, log: pino({ level: 'silent' }), leads: () => leads })
  history.start()
  hosts.changes.emit('host', live.link.snapshot())
  vi.useFakeTimers({ toFake: ['Date'] })
  // The first that is told makes it read what was written before.
  await vi.waitFor(async () => {
    tell(0, 1)
    tell(1, 2)
    await history.flush()
    expect(await written()).toMatchObject({ 0: 1 })
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.useRealTimers()
  await history.stop()
  await live[Symbol.asyncDispose]()
})

/** The host tells of the VM's CPU in that step. */
function tell(slot: number, cpu: number): void {
  vi.setSystemTime((base + slot * ring.step + 1) * 1000)
  const nothing = Object.fromEntries(vmSeries.map(name => [name, null]))
  live.link.figures.told.emit('stats', [{ ...nothing, id: vm, host: live.link.id, cpu } as unknown as VmStats], true)
}

/** The CPU of each step, as the database has it. */
async function written(): Promise<Record<string, number | null>> {
  const blocks = await new StatBlocks(live.core.database).read([vmObject(vm)], ring, 0)
  const cpus = blocks.flatMap(({ block, points }) =>
    Array.from({ length: ring.size }, (_, i) => {
      const slot = block * ring.size + i - base / ring.step
      return [slot, unpack(points[i * vmSeries.length + vmSeries.indexOf('cpu')] ?? 0)] as const
    }),
  )
  return Object.fromEntries(cpus.filter(([, cpu]) => cpu !== null))
}

it('writes what ends while it writes the next time', async () => {
  const write = StatBlocks.prototype.write
  vi.spyOn(StatBlocks.prototype, 'write').mockImplementationOnce(async function (this: StatBlocks, blocks) {
    // The block ends.
    tell(20, 21)
    tell(21, 22)
    await write.call(this, blocks)
  })
  tell(19, 20)
  await history.flush()
  await history.flush()
  expect(await written()).toMatchObject({ 0: 1, 1: 2, 19: 20, 20: 21 })
})

it('writes nothing more once another server leads, and goes on with what that wrote when it leads again', async () => {
  tell(2, 3)
  leads = false
  tell(3, 4)
  await history.flush()
  expect(await written()).toEqual({ 0: 1 })
  leads = true
  await vi.waitFor(async () => {
    tell(4, 5)
    tell(5, 6)
    await history.flush()
    expect(await written()).toEqual({ 0: 1, 4: 5 })
  })
})
