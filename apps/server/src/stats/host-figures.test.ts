import { once } from 'node:events'
import type { VmStats } from '@porthole/contract'
import { DomainStatsTypes } from '@porthole/libvirt'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { defineGuest, type Guest } from '../../test/guest.ts'
import { caller, type LiveCore, liveCore } from '../../test/live-core.ts'
import { pauseVm } from '../vms/pause-vm.ts'
import { resumeVm } from '../vms/resume-vm.ts'
import { startVm } from '../vms/start-vm.ts'

let live: LiveCore
let guest: Guest

beforeAll(async () => {
  live = await liveCore('qemu:///system')
  guest = await defineGuest(live.link, 'figures')
  await live.link.refresh(guest.uuid)
  await startVm(live.core, { id: guest.uuid }, caller())
})
afterAll(async () => {
  await guest?.remove()
  await live[Symbol.asyncDispose]()
})

async function tellOf(ofSweep: boolean): Promise<VmStats> {
  for (;;) {
    const [rows, swept] = (await once(live.link.figures.told, 'stats')) as [readonly VmStats[], boolean]
    const found = rows.find(({ id }) => id === guest.uuid)
    // A guest that does something else just now tells only what needs no waiting.
    if (found && found.residentKiB !== null && swept === ofSweep) return found
  }
}

it('asks for all of them in turn, whether anybody looks at a part or not', { timeout: 60_000 }, async () => {
  const watcher = {}
  live.link.figures.watch(watcher, { vms: new Set([guest.uuid]), groups: [] })
  const all = await tellOf(true)
  live.link.figures.watch(watcher, { vms: new Set(), groups: [] })
  expect(all.cpu).toBeGreaterThanOrEqual(0)
  expect(all.cpu).toBeLessThanOrEqual(100)
  expect(all.residentKiB).toBeGreaterThan(1000)
  expect(live.link.figures.latestOf(guest.uuid)).toEqual(all)
})

it('reads often what is looked at; what nobody looks at stays as it was read last', { timeout: 20_000 }, async () => {
  const watcher = {}
  live.link.figures.watch(watcher, { vms: new Set([guest.uuid]), groups: ['memory'] })
  const seen = await tellOf(false)
  const again = await tellOf(false)
  expect(again).toMatchObject({ id: guest.uuid, residentKiB: expect.any(Number), diskRead: null, netSent: null })
  expect(again).not.toBe(seen)
  live.link.figures.watch(watcher, { vms: new Set(), groups: [] })
})

it('asks a host that is slow to answer no second time meanwhile, and no queue builds up', {
  timeout: 30_000,
}, async () => {
  const { link } = live
  const { figures } = link
  const really = link.call.bind(link) as (...call: unknown[]) => Promise<never>
  // When it was asked for those who look; a sweep asks for more and has a turn of its own.
  const asked: number[] = []
  let answer = () => {}
  const slow = new Promise<void>(resolve => {
    answer = resolve
  })
  const spied = vi.spyOn(link, 'call').mockImplementation(async (...call: unknown[]) => {
    if (call[0] === 'connectGetAllDomainStats') {
      const { stats } = call[1] as { stats: number }
      if ((stats & DomainStatsTypes.BLOCK) === 0) asked.push(performance.now())
      await slow
    }
    return really(...call)
  })
  const watchers = Array.from({ length: 10 }, () => ({}))
  // Each that begins to look is a reason to ask at once.
  const look = () => {
    for (const watcher of watchers) figures.watch(watcher, { vms: new Set([guest.uuid]), groups: ['memory'] })
  }
  try {
    look()
    await vi.waitFor(
      () => expect(spied).toHaveBeenCalledWith('connectGetAllDomainStats', expect.anything(), expect.anything()),
      {
        timeout: 10_000,
      },
    )
    look()
    expect(asked.length).toBeLessThanOrEqual(1)
    answer()
    await vi.waitFor(() => expect(asked.length).toBeGreaterThanOrEqual(3), { timeout: 20_000 })
    const [, second, third] = asked as [number, number, number]
    expect(third - second).toBeGreaterThan(1000)
  } finally {
    answer()
    spied.mockRestore()
    for (const watcher of watchers) figures.watch(watcher, { vms: new Set(), groups: [] })
  }
})

it('knows nothing any more of a VM that is paused, nor of one of which nothing was told for long', {
  timeout: 60_000,
}, async () => {
  const { figures } = live.link
  if (figures.latestOf(guest.uuid) === undefined) await tellOf(true)
  const later = performance.now() + 130_000
  const clock = vi.spyOn(performance, 'now').mockReturnValue(later)
  const old = figures.latest()
  clock.mockRestore()
  expect(old).toEqual([])
  expect(figures.latest().map(({ id }) => id)).toContain(guest.uuid)
  const paused = live.vm(guest.name, ({ state }) => state === 'paused')
  await pauseVm(live.core, { id: guest.uuid }, caller())
  await paused
  expect(figures.latestOf(guest.uuid)).toBeUndefined()
  expect(figures.sampleOf(guest.uuid)).toBeUndefined()
  await resumeVm(live.core, { id: guest.uuid }, caller())
})
