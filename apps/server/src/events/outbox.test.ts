import type { Host, ServerMessage, VmStats } from '@porthole/contract'
import { beforeEach, expect, it } from 'vitest'
import type { AlertRecord } from '../alerts/alert-record.ts'
import type { HostSnapshot, VmRecord } from '../hosts/vm-record.ts'
import { Outbox } from './outbox.ts'

const vm = (id: string, revision: number) => ({ id, host: 'h', name: `vm ${id}`, revision }) as VmRecord
let outbox: Outbox
const next = () => {
  outbox.cut()
  return told()
}
/** What the next frame says; null where there is none. */
const told = (): ServerMessage | null => JSON.parse(String(outbox.next()))?.[0] ?? null

beforeEach(() => {
  outbox = new Outbox(
    {
      seesHost: id => id !== 'hidden',
      seesVm: ({ id }) => !id.startsWith('hidden'),
      seesVmOn: () => false,
      seesAudit: () => true,
      host: host => ({ ...host, can: [] }) as Host,
      job: () => null,
      seesAlert: () => false,
      alert: alert => alert as never,
      vm: record => JSON.stringify({ ...record, can: [] }),
    },
    '1.2.3',
  )
  expect(next()).toEqual({ type: 'hello', version: '1.2.3' })
})

it('tells only the newest of a burst', () => {
  for (let revision = 1; revision <= 100; revision++) outbox.vm(vm('a', revision))
  expect(next()).toMatchObject({ type: 'vms', changed: [{ id: 'a', revision: 100 }], removed: [] })
  expect(outbox.empty).toBe(true)
})

it('tells that a VM is gone instead of what it was, and the other way round', () => {
  outbox.vm(vm('a', 1))
  outbox.vm({ id: 'a', host: 'h', revision: 2 })
  outbox.vm({ id: 'b', host: 'h', revision: 3 })
  outbox.vm(vm('b', 4))
  const message = next()
  expect(message).toMatchObject({ changed: [{ id: 'b', revision: 4 }], removed: [{ id: 'a', host: 'h', revision: 2 }] })
})

it('keeps what the caller may not see to itself: not even an empty message', () => {
  outbox.vm(vm('hidden', 1))
  outbox.vm({ id: 'hidden2', host: 'h', revision: 2 })
  outbox.stats({ id: 'hidden', host: 'h', cpu: 1 } as VmStats)
  outbox.host({ id: 'hidden', revision: 1 } as HostSnapshot)
  outbox.hostGone('hidden')
  outbox.alert({ id: 'hidden' } as AlertRecord)
  outbox.alertGone({ id: 'hidden' } as AlertRecord)
  expect(outbox.empty).toBe(true)
})

it('tells nothing of what a VM did before it stopped or its host went away', () => {
  const stats = (id: string, host = 'h') => outbox.stats({ id, host, cpu: 87 } as VmStats)
  for (const id of ['paused', 'gone', 'runs']) stats(id)
  stats('lost', 'away')
  outbox.vm({ ...vm('paused', 1), state: 'paused' } as VmRecord)
  outbox.vm({ ...vm('runs', 2), state: 'running' } as VmRecord)
  outbox.vm({ id: 'gone', host: 'h', revision: 3 })
  outbox.host({ id: 'away', revision: 4, state: 'away' } as HostSnapshot)
  const told = []
  while (!outbox.empty) told.push(next())
  expect(told.filter(message => message?.type === 'stats')).toEqual([
    { type: 'stats', stats: [{ id: 'runs', host: 'h', cpu: 87 }] },
  ])
})

it('tells of hosts that may be seen', () => {
  outbox.host({ id: 'seen', revision: 1 } as HostSnapshot)
  outbox.host({ id: 'hidden', revision: 1 } as HostSnapshot)
  outbox.hostGone('gone')
  expect(next()).toEqual({ type: 'hosts', changed: [{ id: 'seen', revision: 1, can: [] }], removed: ['gone'] })
})

it('cuts a long list into frames of 200', () => {
  for (let n = 0; n < 501; n++) outbox.vm(vm(String(n), n))
  const sizes = []
  while (!outbox.empty) sizes.push((next() as Extract<ServerMessage, { type: 'vms' }>).changed.length)
  expect(sizes).toEqual([200, 200, 101])
})

it('sends what was cut as it was, then what came after, and the newest of both where that was not sent yet', () => {
  outbox.vm(vm('a', 1))
  outbox.cut()
  outbox.vm(vm('a', 2))
  outbox.vm(vm('b', 3))
  expect(told()).toMatchObject({ changed: [{ id: 'a', revision: 1 }] })
  expect(outbox.next()).toBeNull()
  outbox.cut()
  outbox.vm(vm('b', 4))
  outbox.cut()
  expect(told()).toMatchObject({ changed: [{ revision: 2 }, { revision: 4 }] })
  expect(outbox.empty).toBe(true)
})

it('starts over with hello when a browser is hopelessly behind', () => {
  for (let n = 0; n <= 20_000; n++) outbox.vm(vm(String(n), n))
  expect(next()).toEqual({ type: 'hello', version: '1.2.3' })
  expect(outbox.empty).toBe(true)
})
