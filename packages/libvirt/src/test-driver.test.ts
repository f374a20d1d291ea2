// libvirt's own test driver: its pretended host vanishes with the last connection, so that each test has a new one.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type OwnDaemon, startOwnDaemon } from '../test/own-daemon.ts'
import { connect } from './connect.ts'
import type { Connection, EventListener } from './connection.ts'
import { DomainEventType, DomainState, ErrorDomain, ErrorLevel, ErrorNumber } from './constants.gen.ts'

let daemon: OwnDaemon
let connection: Connection
beforeAll(async () => {
  daemon = await startOwnDaemon()
})
afterAll(() => daemon.stop())
beforeEach(async () => {
  connection = await connect({ transport: daemon.transport, uri: 'test:///default' })
})
afterEach(() => connection?.close())

const theDomain = async () => {
  const { domains } = await connection.call('connectListAllDomains', { need_results: 1, flags: 0 })
  const [dom] = domains
  if (!dom) throw new Error('the test driver has no domain')
  return dom
}

test('tells about itself', async () => {
  expect(await connection.call('connectGetType')).toEqual({ type: 'TEST' })
  expect(await connection.call('connectGetUri')).toEqual({ uri: 'test:///default' })
  expect((await connection.call('connectGetCapabilities')).capabilities).toMatch(/^<capabilities>/)
  expect(await connection.call('nodeGetInfo')).toMatchObject({ model: 'i686', cpus: 16, memory: 3_145_728 })
})

test('this daemon can do what we know of', () => {
  expect(connection.features).toContain('keepAlive')
  expect(connection.features).toContain('eventCallbacks')
})

test('lists, describes and changes a domain', async () => {
  const dom = await theDomain()
  expect(dom).toEqual({ name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 })
  expect(await connection.call('domainLookupByUuid', { uuid: dom.uuid })).toEqual({ dom })
  expect((await connection.call('domainGetXmlDesc', { dom, flags: 0 })).xml).toContain(dom.uuid)
  expect((await connection.call('domainGetState', { dom, flags: 0 })).state).toBe(DomainState.RUNNING)
  await connection.call('domainSuspend', { dom })
  expect((await connection.call('domainGetState', { dom, flags: 0 })).state).toBe(DomainState.PAUSED)
  const { maxMem, nrVirtCpu } = await connection.call('domainGetInfo', { dom })
  expect({ maxMem, nrVirtCpu }).toEqual({ maxMem: 8_388_608, nrVirtCpu: 2 })
})

test('typed parameters come as a plain object, and go back as they came', async () => {
  const dom = await theDomain()
  const { retStats } = await connection.call('connectGetAllDomainStats', { doms: [dom], stats: 1, flags: 0 })
  expect(retStats.map(record => record.params)).toEqual([{ 'state.state': 1, 'state.reason': 0 }])

  const { nparams } = await connection.call('domainGetSchedulerType', { dom })
  const { params } = await connection.call('domainGetSchedulerParameters', { dom, nparams })
  expect(params).toEqual({ weight: 50 })
  await connection.call('domainSetSchedulerParameters', { dom, params })
})

test('text that is not ASCII survives the way there and back', async () => {
  const title = 'Grüße von der 虚拟机 🖥'
  const xml = `<domain type='test'><name>t-rpc-unicode</name><title>${title}</title><memory>1024</memory><os><type>hvm</type></os></domain>`
  const { dom } = await connection.call('domainDefineXml', { xml })
  expect((await connection.call('domainGetXmlDesc', { dom, flags: 0 })).xml).toContain(title)
  expect(dom.id).toBe(-1)
})

test("a domain that does not exist is libvirt's error 42", async () => {
  const unknown = connection.call('domainLookupByUuid', { uuid: '00000000-0000-0000-0000-000000000001' })
  await expect(unknown).rejects.toMatchObject({
    name: 'LibvirtError',
    code: ErrorNumber.NO_DOMAIN,
    domain: ErrorDomain.TEST,
    level: ErrorLevel.ERROR,
    procedure: 'domainLookupByUuid',
    unsupported: false,
  })
})

test('a program that this daemon does not have is recognised', async () => {
  for (let round = 0; round < 2; round++) {
    await expect(connection.call('adminConnectGetLibVersion')).rejects.toMatchObject({ unsupported: true })
  }
  expect(await connection.call('connectGetType')).toEqual({ type: 'TEST' })
})

describe('events', () => {
  const log: Parameters<EventListener<'domainLifecycle'>>[0][] = []
  afterEach(() => {
    log.length = 0
  })

  // About when the call is answered that caused them: just before it, or just after.
  test('stop and start arrive in order, and nothing after one has stopped listening', async () => {
    const dom = await theDomain()
    const stop = await connection.subscribe('domainLifecycle', message => log.push(message))
    await connection.call('domainDestroy', { dom })
    await connection.call('domainCreate', { dom: { ...dom, id: -1 } })
    const heard = () => log.map(({ dom: { name }, event }) => ({ name, event }))
    const both = [
      { name: 'test', event: DomainEventType.STOPPED },
      { name: 'test', event: DomainEventType.STARTED },
    ]
    await expect.poll(heard).toEqual(both)
    await stop()
    await connection.call('domainDestroy', { dom })
    expect(heard()).toEqual(both)
  })

  test('two listeners, one of them for one domain only', async () => {
    const dom = await theDomain()
    const xml = `<domain type='test'><name>t-rpc-other</name><memory>1024</memory><os><type>hvm</type></os></domain>`
    await connection.call('domainDefineXml', { xml })
    const ofOne: string[] = []
    const ofAll: string[] = []
    await connection.subscribe('domainLifecycle', message => ofOne.push(message.dom.name), { only: dom })
    await connection.subscribe('domainLifecycle', message => ofAll.push(message.dom.name))
    const { dom: other } = await connection.call('domainLookupByName', { name: 't-rpc-other' })
    await connection.call('domainCreate', { dom: other })
    await connection.call('domainSuspend', { dom })
    await expect.poll(() => ofAll).toEqual(['t-rpc-other', 'test'])
    await expect.poll(() => ofOne).toEqual(['test'])
  })

  test('networks and pools have events of their own', async () => {
    const heard: string[] = []
    await connection.subscribe('networkLifecycle', ({ net }) => heard.push(`network ${net.name}`))
    await connection.subscribe('storagePoolLifecycle', ({ pool }) => heard.push(`pool ${pool.name}`))
    await connection.subscribe('domainLifecycle', ({ dom }) => heard.push(`domain ${dom.name}`))
    const { nets } = await connection.call('connectListAllNetworks', { need_results: 1, flags: 0 })
    const { pools } = await connection.call('connectListAllStoragePools', { need_results: 1, flags: 0 })
    for (const net of nets) await connection.call('networkDestroy', { net })
    for (const pool of pools) await connection.call('storagePoolDestroy', { pool })
    await expect.poll(() => heard).toEqual(['network default', 'pool default-pool'])
  })
})

test('many calls at once are all answered', async () => {
  const dom = await theDomain()
  const states = await Promise.all(
    Array.from({ length: 500 }, () => connection.call('domainGetState', { dom, flags: 0 })),
  )
  expect(new Set(states.map(({ state }) => state))).toEqual(new Set([DomainState.RUNNING]))
})
