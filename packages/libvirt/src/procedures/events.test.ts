// Every family of events: asked for, caused by virsh, heard; taken back, and silent. Other files hear events as they go along.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hear, openHost, type ProofHost, probeMs } from '../../test/proof-host.ts'
import type { Connection } from '../connection.ts'
import { DomainEventType, ErrorNumber } from '../constants.gen.ts'
import { events } from '../protocol/events.gen.ts'
import type { Domain } from '../protocol/structures.gen.ts'

const prefix = 't-proof-event'
let host: ProofHost
let connection: Connection
let dom: Domain

beforeAll(async () => {
  host = await openHost(prefix)
  connection = host.connection
  const xml = `<domain type='qemu'><name>${prefix}</name><memory unit='MiB'>32</memory><os><type arch='x86_64' machine='pc'>hvm</type></os></domain>`
  dom = (await connection.call('domainDefineXml', { xml })).dom
}, probeMs)
afterAll(() => host?.close())

test('every domain event that this libvirt knows can be asked for and taken back', async () => {
  const known = (await host.virsh('event', '--list')).split('\n').length
  const domainEvents = Object.values(events).filter(({ family, id }) => family === 'domain' && Number(id) < known)
  expect(domainEvents).toHaveLength(known)
  for (const { id } of domainEvents) {
    const asked = { eventID: Number(id), dom }
    const { callbackID } = await connection.call('connectDomainEventCallbackRegisterAny', asked)
    await connection.call('connectDomainEventCallbackDeregisterAny', { callbackID })
  }
  const unknown = connection.call('connectDomainEventCallbackRegisterAny', { eventID: 9999, dom: null })
  await expect(unknown).rejects.toMatchObject({ code: ErrorNumber.INTERNAL_ERROR })
})

test('networks, pools, devices, secrets and the monitor too', async () => {
  const twice = async (register: (eventID: number) => Promise<{ callbackID: number }>, ...ids: number[]) => {
    for (const eventID of ids) expect((await register(eventID)).callbackID).toBeGreaterThanOrEqual(0)
  }
  const ids: Record<string, number[]> = {}
  const noted = (family: string) => (reply: { callbackID: number }) => {
    ids[family] = [...(ids[family] ?? []), reply.callbackID]
    return reply
  }
  await twice(
    eventID => connection.call('connectNetworkEventRegisterAny', { eventID, net: null }).then(noted('net')),
    0,
  )
  await twice(
    eventID => connection.call('connectStoragePoolEventRegisterAny', { eventID, pool: null }).then(noted('pool')),
    ...[0, 1],
  )
  await twice(
    eventID => connection.call('connectNodeDeviceEventRegisterAny', { eventID, dev: null }).then(noted('device')),
    ...[0, 1],
  )
  await twice(
    eventID => connection.call('connectSecretEventRegisterAny', { eventID, secret: null }).then(noted('secret')),
    ...[0, 1],
  )
  const monitor = { dom: null, event: 'STOP' }
  await twice(() => connection.call('qemuConnectDomainMonitorEventRegister', monitor).then(noted('monitor')), 0)

  const deregister = {
    net: 'connectNetworkEventDeregisterAny',
    pool: 'connectStoragePoolEventDeregisterAny',
    device: 'connectNodeDeviceEventDeregisterAny',
    secret: 'connectSecretEventDeregisterAny',
    monitor: 'qemuConnectDomainMonitorEventDeregister',
  } as const
  for (const [family, name] of Object.entries(deregister)) {
    for (const callbackID of ids[family] ?? []) await connection.call(name, { callbackID })
    const again = connection.call(name, { callbackID: ids[family]?.[0] ?? -1 })
    await expect(again).rejects.toMatchObject({ name: 'LibvirtError' })
  }
})

test('what virsh does to a domain is heard, in order; after taking it back it is not', async () => {
  const heard = await hear(connection, 'domainLifecycle', { only: dom })
  const others = await hear(connection, 'domainLifecycle')
  await host.virsh('start', prefix, '--paused')
  await host.virsh('resume', prefix)
  await host.virsh('suspend', prefix)
  await host.virsh('destroy', prefix)
  await heard.until(({ event }) => event === DomainEventType.STOPPED)
  const { STARTED, SUSPENDED, RESUMED, SHUTDOWN, STOPPED } = DomainEventType
  const events = heard.messages.map(({ event }) => event)
  expect(events.filter((event, index) => event !== events[index - 1])).toEqual([
    STARTED,
    SUSPENDED,
    RESUMED,
    SUSPENDED,
    SHUTDOWN,
    STOPPED,
  ])
  await heard.stop()
  const before = heard.messages.length
  others.messages.length = 0
  await host.virsh('start', prefix, '--paused')
  await host.virsh('destroy', prefix)
  await others.until(({ dom, event }) => dom.name === prefix && event === DomainEventType.STOPPED)
  expect(heard.messages).toHaveLength(before)
  await others.stop()
})

test('the old way of asking is answered as well', async () => {
  expect(await connection.call('connectDomainEventRegister')).toEqual({ cb_registered: 0 })
  await host.virsh('start', prefix, '--paused')
  await host.virsh('destroy', prefix)
  expect(await connection.call('connectDomainEventDeregister')).toEqual({ cb_registered: 0 })
  await connection.call('connectDomainEventRegisterAny', { eventID: 1 })
  await connection.call('connectDomainEventDeregisterAny', { eventID: 1 })
})
