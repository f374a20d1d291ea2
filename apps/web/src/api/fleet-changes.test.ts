import type { Vm } from '@porthole/contract'
import { expect, it } from 'vitest'
import { applyHosts, applyVms, type HostList, Overheard, type VmList, type VmsMessage } from './fleet-changes.ts'

const vm = (id: string, revision: number, host = 'a') => ({ id, host, revision }) as Vm
const changed = (...vms: Vm[]): VmsMessage => ({ type: 'vms', changed: vms, removed: [] })
const removed = (...gone: Vm[]): VmsMessage => ({ type: 'vms', changed: [], removed: gone })
const revisions = ({ vms }: VmList) =>
  Object.fromEntries(vms.map(({ id, host, revision }) => [`${host}/${id}`, revision]))

it('takes the newer copy and leaves the older', () => {
  const list = { away: [], vms: [vm('x', 5), vm('y', 1)] }
  expect(revisions(applyVms(list, changed(vm('x', 6), vm('y', 1), vm('z', 1))))).toEqual({
    'a/x': 6,
    'a/y': 1,
    'a/z': 1,
  })
  expect(revisions(applyVms(list, changed(vm('x', 4))))).toEqual({ 'a/x': 5, 'a/y': 1 })
})

it('keeps two VMs of the same UUID on two hosts apart', () => {
  const list = { away: [], vms: [vm('x', 5, 'a'), vm('x', 2, 'b')] }
  expect(revisions(applyVms(list, removed(vm('x', 6, 'a'))))).toEqual({ 'b/x': 2 })
})

it('knows since when VMs of a host are as they were', () => {
  const since = '2026-01-02T03:04:05Z'
  const list = applyVms({ away: [], vms: [vm('x', 5)] }, { type: 'away', host: 'a', since })
  expect(list.away).toEqual([{ host: 'a', since }])
  expect(applyVms(list, changed(vm('x', 6))).away).toBe(list.away)
  expect(applyVms(list, { type: 'away', host: 'a', since: null })).toEqual({ away: [], vms: [vm('x', 5)] })
})

it('does not remove what came back since', () => {
  expect(revisions(applyVms({ away: [], vms: [vm('x', 7)] }, removed(vm('x', 6))))).toEqual({ 'a/x': 7 })
})

it('patches hosts by revision and forgets removed ones', () => {
  const list = {
    hosts: [
      { id: 'a', revision: 3 },
      { id: 'b', revision: 1 },
    ],
    thisMachine: null,
  } as unknown as HostList
  const message = { type: 'hosts', changed: [{ id: 'a', revision: 2 }], removed: ['b'] } as unknown as Parameters<
    typeof applyHosts
  >[1]
  expect(applyHosts(list, message).hosts).toEqual([{ id: 'a', revision: 3 }])
})

it('a reply that was made before an event and arrives after it does not undo it', async () => {
  const overheard = new Overheard<VmsMessage>()
  const list = overheard.during(async () => {
    overheard.hear(changed(vm('x', 6), vm('new', 1)))
    overheard.hear(removed(vm('gone', 4)))
    return { away: [], vms: [vm('x', 5), vm('gone', 3)] }
  }, applyVms)
  expect(revisions(await list)).toEqual({ 'a/x': 6, 'a/new': 1 })
  // What was said before the next question is in its answer already.
  expect(revisions(await overheard.during(async () => ({ away: [], vms: [vm('x', 9)] }), applyVms))).toEqual({
    'a/x': 9,
  })
})
