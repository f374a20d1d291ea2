import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type OwnDaemon, startOwnDaemon } from '../test/own-daemon.ts'
import { connect } from './connect.ts'
import type { Connection } from './connection.ts'
import { DomainEventType } from './constants.gen.ts'
import { EventQueue } from './event-queue.ts'
import type { Domain } from './protocol/structures.gen.ts'

const xml = `<domain type='test'><name>t-iterated</name><memory>1024</memory><os><type>hvm</type></os></domain>`
let daemon: OwnDaemon
let connection: Connection
let dom: Domain

beforeAll(async () => {
  daemon = await startOwnDaemon()
})
afterAll(() => daemon.stop())
beforeEach(async () => {
  connection = await connect({ transport: daemon.transport, uri: 'test:///default' })
  dom = (await connection.call('domainDefineXml', { xml })).dom
})
// What was defined goes with the last connection.
afterEach(() => connection.close())

const startAndStop = async () => {
  await connection.call('domainCreate', { dom })
  await connection.call('domainDestroy', { dom })
}

/** Counts what happens to the VM, by the registration that a loop on the same events shares: it stands from now on. */
async function counted(): Promise<(most: number) => Promise<void>> {
  let count = 0
  let told = () => {}
  await connection.subscribe(
    'domainLifecycle',
    () => {
      count++
      told()
    },
    { only: dom },
  )
  return async most => {
    while (count < most) await new Promise<void>(resolve => (told = resolve))
  }
}

test('events come in order, and leaving the loop stops listening', async () => {
  await counted()
  const events = connection.events('domainLifecycle', { only: dom })
  const first = events.next()
  await startAndStop()
  expect((await first).value).toMatchObject({ message: { event: DomainEventType.STARTED }, missed: 0 })
  expect((await events.next()).value).toMatchObject({ message: { event: DomainEventType.STOPPED }, missed: 0 })
  await events.return()
  expect(await events.next()).toEqual({ done: true, value: undefined })
})

test('a loop that is slower than the events is told how many it missed, and stops nobody', async () => {
  const happened = await counted()
  const events = connection.events('domainLifecycle', { only: dom, limit: 3 })
  const first = events.next()
  for (let round = 0; round < 50; round++) await startAndStop()
  expect((await first).value).toMatchObject({ missed: 0 })
  await happened(100)
  const second = (await events.next()).value
  // 100 events: the first was taken at once, three wait, and the rest is lost.
  expect(second).toMatchObject({ missed: 96 })
  await events.return()
})

test('the end of the connection ends the loop: quietly by us, with its reason otherwise', async () => {
  const quiet = connection.events('domainLifecycle').next()
  await connection.call('connectGetHostname')
  await connection.close()
  expect(await quiet).toEqual({ done: true, value: undefined })
  const queue = new EventQueue<number>()
  queue.push(1)
  queue.end(new Error('the cable was cut'))
  expect(await queue.next()).toEqual({ message: 1, missed: 0 })
  await expect(queue.next()).rejects.toThrow('the cable was cut')
})

test('a signal ends the loop', async () => {
  const controller = new AbortController()
  const waiting = connection.events('domainLifecycle', { signal: controller.signal }).next()
  await connection.call('connectGetHostname')
  controller.abort()
  expect(await waiting).toEqual({ done: true, value: undefined })
})
