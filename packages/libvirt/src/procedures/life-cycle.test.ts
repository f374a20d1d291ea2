// Starting and stopping, on QEMU with the small Linux: create, start, shutdown, reboot, reset, suspend, resume, destroy.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LinuxGuest, linuxGuest } from '../../test/linux-guest.ts'
import { type Heard, hear, openHost, type ProofHost, probeMs } from '../../test/proof-host.ts'
import type { Connection, EventName } from '../connection.ts'
import { ConnectDomainEventAgentLifecycleState, DomainEventType, DomainState, ErrorNumber } from '../constants.gen.ts'
import type { EventMessages } from '../protocol/events.gen.ts'
import type { Domain } from '../protocol/structures.gen.ts'

const prefix = 't-proof-life'
const bootMs = 90_000

let host: ProofHost
let connection: Connection
let guest: LinuxGuest
let dom: Domain
let cycle: Heard<EventMessages['domainLifecycle']>

beforeAll(async () => {
  host = await openHost(prefix)
  connection = host.connection
  guest = await linuxGuest()
  dom = (await connection.call('domainDefineXml', { xml: guest.xml(prefix) })).dom
  cycle = await hear(connection, 'domainLifecycle', { only: dom })
}, 2 * probeMs)
afterAll(async () => {
  await host?.close()
  await guest?.remove()
})

const stateByVirsh = (name = prefix) => host.virsh('domstate', name)
const state = async () => (await connection.call('domainGetState', { dom })).state
const next = async <Name extends EventName>(event: Name) => {
  const heard = await hear(connection, event, { only: dom } as never)
  return heard.until(() => true).finally(heard.stop)
}
/** Acts, and waits until the guest's agent has come up after it. */
const untilUp = async (act: () => Promise<unknown>) => {
  const agent = await hear(connection, 'domainAgentLifecycle', { only: dom })
  await act()
  await agent.until(({ state }) => state === ConnectDomainEventAgentLifecycleState.CONNECTED)
  await agent.stop()
}
const untilStopped = async (act: () => Promise<unknown>) => {
  cycle.messages.length = 0
  await act()
  const { detail } = await cycle.until(({ event }) => event === DomainEventType.STOPPED)
  dom = { ...dom, id: -1 }
  return detail
}

test('start: it boots, and virsh sees it running', { timeout: bootMs }, async () => {
  await untilUp(() => connection.call('domainCreate', { dom }))
  dom = (await connection.call('domainLookupByName', { name: prefix })).dom
  expect(await host.virsh('domid', prefix)).toBe(String(dom.id))
  expect(await stateByVirsh()).toBe('running')
  await expect(connection.call('domainCreate', { dom })).rejects.toMatchObject({ code: ErrorNumber.OPERATION_INVALID })
})

test('suspend and resume, ours and those of virsh', async () => {
  await connection.call('domainSuspend', { dom })
  expect(await stateByVirsh()).toBe('paused')
  await host.virsh('resume', prefix)
  expect(await state()).toBe(DomainState.RUNNING)
  await host.virsh('suspend', prefix)
  expect(await state()).toBe(DomainState.PAUSED)
  await connection.call('domainResume', { dom })
  expect(await stateByVirsh()).toBe('running')
})

test('reboot by the agent: the guest boots again', { timeout: bootMs }, async () => {
  const reboot = next('domainReboot')
  await untilUp(() => connection.call('domainReboot', { dom, flags: 2 }))
  expect((await reboot).dom).toEqual(dom)
  expect(await host.virsh('domid', prefix)).toBe(String(dom.id))
})

test('sleep to memory, waking up, and reset', { timeout: bootMs }, async () => {
  const asleep = next('domainPmsuspend')
  await connection.call('domainPmSuspendForDuration', { dom, target: 0, duration: 0 })
  await asleep
  expect(await stateByVirsh()).toBe('pmsuspended')
  expect(await state()).toBe(DomainState.PMSUSPENDED)
  const awake = next('domainPmwakeup')
  await connection.call('domainPmWakeup', { dom })
  await awake
  expect(await stateByVirsh()).toBe('running')
  await untilUp(() => connection.call('domainReset', { dom }))
  expect(await host.virsh('domid', prefix)).toBe(String(dom.id))
})

test('shutdown: the guest goes by itself', { timeout: bootMs }, async () => {
  expect(await untilStopped(() => connection.call('domainShutdown', { dom }))).toBe(0)
  expect(await host.virsh('domstate', prefix, '--reason')).toBe('shut off (shutdown)')
  expect(await connection.call('domainGetState', { dom })).toEqual({ state: DomainState.SHUTOFF, reason: 1 })
})

test('start with flags, shutdown by ACPI', { timeout: bootMs }, async () => {
  const start = async () => {
    dom = (await connection.call('domainCreateWithFlags', { dom })).dom
  }
  await untilUp(start)
  expect(await host.virsh('domid', prefix)).toBe(String(dom.id))
  expect(await untilStopped(() => connection.call('domainShutdownFlags', { dom, flags: 1 }))).toBe(0)
  expect(await stateByVirsh()).toBe('shut off')
})

test('what virsh starts and destroys is heard, and destroy is seen by virsh', async () => {
  cycle.messages.length = 0
  await host.virsh('start', prefix, '--paused')
  await cycle.until(({ event }) => event === DomainEventType.STARTED)
  dom = (await connection.call('domainLookupByName', { name: prefix })).dom
  expect(await state()).toBe(DomainState.PAUSED)
  expect(await untilStopped(() => host.virsh('destroy', prefix))).toBe(1)

  await connection.call('domainCreateWithFlags', { dom, flags: 1 })
  expect(await untilStopped(() => connection.call('domainDestroyFlags', { dom, flags: 1 }))).toBe(1)
  expect(await host.virsh('domstate', prefix, '--reason')).toBe('shut off (destroyed)')
})

test('create makes a domain that vanishes when it is destroyed', async () => {
  const name = `${prefix}-transient`
  const xml = `<domain type='qemu'><name>${name}</name><memory unit='MiB'>32</memory><os><type arch='x86_64' machine='pc'>hvm</type></os></domain>`
  const made = (await connection.call('domainCreateXml', { xml_desc: xml, flags: 1 })).dom
  expect(await host.virsh('domid', name)).toBe(String(made.id))
  expect((await connection.call('domainIsPersistent', { dom: made })).persistent).toBe(0)
  expect(await host.virsh('dominfo', name)).toMatch(/Persistent: +no/)
  await connection.call('domainDestroy', { dom: made })
  await expect(stateByVirsh(name)).rejects.toThrow(/failed to get domain/)

  await host.virsh('create', await host.file(xml), '--paused')
  const theirs = (await connection.call('domainLookupByName', { name })).dom
  expect((await connection.call('domainGetState', { dom: theirs })).state).toBe(DomainState.PAUSED)
  await connection.call('domainDestroy', { dom: theirs })
})
