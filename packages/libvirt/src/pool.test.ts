import type { Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { domain, frame, type Heard, number, type Peer, startPeer, text, words } from '../test/peer.ts'
import { openPool, type Pool, type PoolOptions, type PoolState } from './pool.ts'
import { unixTransport } from './transports/unix.ts'

let peer: Peer | undefined
let pool: Pool
afterEach(async () => {
  await pool.close()
  await peer?.stop()
  peer = undefined
})

const { connectGetHostname: getHostname, connectOpen: openNumber } = number
const hostname = ({ procedure, serial }: Heard, socket: Socket) =>
  socket.write(frame({ procedure, serial, payload: text('host') }))
const silence = () => {}
const countOf = (procedure: number) => peer?.heard.filter(heard => heard.procedure === procedure).length
const onePlace = [{ connections: 1, takes: () => true }]

async function open(answers: Parameters<typeof startPeer>[0], options: Partial<PoolOptions> = {}) {
  peer = await startPeer(answers)
  pool = openPool({ transport: unixTransport(peer.path), deadlineMs: 5000, ...options })
  return pool
}

/** States as they come; `until` resolves with the first of that name from now on. */
function states() {
  const told: PoolState[] = []
  const waiting: (() => void)[] = []
  return {
    told,
    onState(state: PoolState) {
      told.push(state)
      for (const wake of waiting.splice(0)) wake()
    },
    async until(name: PoolState['name']): Promise<PoolState> {
      const from = told.length
      for (;;) {
        const found = told.slice(from).find(state => state.name === name)
        if (found) return found
        await new Promise<void>(resolve => waiting.push(resolve))
      }
    },
  }
}

test('a real daemon: calls, events and a stream, over connections that are opened as they are needed', async () => {
  pool = openPool({ transport: unixTransport(), uri: 'test:///default' })
  const { domains } = await pool.call('connectListAllDomains')
  const dom = domains.find(({ name }) => name === 'test')
  if (!dom) throw new Error('the test driver has no domain')
  const infos = await Promise.all(Array.from({ length: 50 }, () => pool.call('domainGetInfo', { dom })))
  expect(infos.every(({ nrVirtCpu }) => nrVirtCpu === 2)).toBe(true)
  const stop = await pool.subscribe('domainLifecycle', () => {})
  await stop()
  const { stream } = await pool.readStream('domainScreenshot', { dom, screen: 0 })
  expect((await buffer(stream)).length).toBeGreaterThan(0)
  expect(pool.state).toMatchObject({ name: 'up', reason: null })
})

test('a call goes to the least busy connection, and no connection gets more than four', async () => {
  const answered: Heard[] = []
  await open({ [getHostname]: heard => answered.push(heard) }, { lanes: [{ connections: 2, takes: () => true }] })
  const calls = Promise.allSettled(Array.from({ length: 9 }, () => pool.call('connectGetHostname')))
  await peer?.hears(() => countOf(getHostname) === 8)
  // The first connection serves events only; the other two have four calls each, so the ninth waits.
  expect(countOf(openNumber)).toBe(3)
  const places = new Map<number, number>()
  for (const { serial } of answered) places.set(serial, (places.get(serial) ?? 0) + 1)
  expect([...places.values()]).toEqual([2, 2, 2, 2])
  await pool.close()
  for (const { status } of await calls) expect(status).toBe('rejected')
})

test('lanes keep apart: one that is full of hung calls holds up nobody in another', async () => {
  const takes = (name: string) => name === 'connectGetType'
  await open({ 3: silence, [getHostname]: hostname }, { lanes: [{ connections: 1, takes }, ...onePlace] })
  const hung = Promise.allSettled(Array.from({ length: 12 }, () => pool.call('connectGetType')))
  await peer?.hears(({ procedure }) => procedure === 3)
  expect(await pool.call('connectGetHostname')).toEqual({ hostname: 'host' })
  await pool.close()
  for (const { status } of await hung) expect(status).toBe('rejected')
})

test('a connection whose places are held by hung calls is replaced, and what waited goes on', async () => {
  await open({ 3: silence, [getHostname]: hostname }, { lanes: onePlace })
  await pool.call('connectGetHostname')
  const hung = Array.from({ length: 4 }, () => pool.call('connectGetType', undefined, { deadlineMs: 100 }))
  const waiting = pool.call('connectGetHostname')
  for (const one of await Promise.allSettled(hung)) {
    expect(one).toMatchObject({ status: 'rejected', reason: { name: 'DeadlineError', sent: true, deadlineMs: 100 } })
  }
  expect(await waiting).toEqual({ hostname: 'host' })
  expect(countOf(openNumber)).toBe(3)
})

test('replaced connections are few: a host that never answers is not opened again and again', async () => {
  await open({ 3: silence }, { lanes: onePlace })
  const hung = Array.from({ length: 20 }, () => pool.call('connectGetType', undefined, { deadlineMs: 300 }))
  const reasons = (await Promise.allSettled(hung)).map(one => (one.status === 'rejected' ? one.reason : null))
  expect(reasons.filter(({ sent }) => sent).length).toBe(4)
  for (let round = 0; round < 3; round++) {
    const more = Array.from({ length: 4 }, () => pool.call('connectGetType', undefined, { deadlineMs: 50 }))
    await Promise.allSettled(more)
  }
  // One for events, one and its two replacements.
  expect(countOf(openNumber)).toBe(4)
})

test('a replaced connection is dropped once its calls were answered', async () => {
  const late: (() => void)[] = []
  await open(
    {
      3: ({ procedure, serial }, socket) =>
        late.push(() => socket.write(frame({ procedure, serial, payload: text('X') }))),
      [getHostname]: hostname,
    },
    { lanes: onePlace },
  )
  await pool.call('connectGetHostname')
  const hung = Array.from({ length: 4 }, () => pool.call('connectGetType', undefined, { deadlineMs: 50 }))
  await Promise.allSettled(hung)
  const socket = peer?.sockets[1]
  for (const answer of late) answer()
  await new Promise(resolve => socket?.once('close', resolve))
})

test('while the host is down calls say so at once, and it is tried again after longer and longer waits', async () => {
  const seen = states()
  const path = '/nonexistent/libvirt-sock'
  pool = openPool({ transport: unixTransport(path), random: () => 0.5, onState: seen.onState })
  const first = pool.call('connectGetHostname')
  await expect(first).rejects.toMatchObject({ name: 'TransportError', reason: 'absent' })
  expect(pool.state).toMatchObject({ name: 'down', reason: { reason: 'absent' } })
  await expect(pool.call('connectGetHostname')).rejects.toThrow(/host is away.*does not exist/)
  await expect(pool.subscribe('domainLifecycle', () => {})).rejects.toMatchObject({ reason: 'absent' })
  const { since } = pool.state
  const again = seen.until('down')
  pool.wake()
  expect(await again).toMatchObject({ since })
})

test('after a loss the pool comes back by itself: subscriptions stand again, and all are told to read again', async () => {
  const seen = states()
  const { connectDomainEventCallbackRegisterAny: register } = number
  let resyncs = 0
  await open(
    {
      [getHostname]: hostname,
      [register]: ({ procedure, serial, payload }, socket) =>
        socket.write(frame({ procedure, serial, payload: payload.subarray(0, 4) })),
      [number.connectDomainEventCallbackDeregisterAny]: ({ procedure, serial }, socket) =>
        socket.write(frame({ procedure, serial })),
    },
    { onState: seen.onState, onResync: () => resyncs++ },
  )
  const told: string[] = []
  await pool.subscribe('domainLifecycle', () => {}, { onResync: () => told.push('lifecycle') })
  const events = pool.events('domainReboot')
  const next = events?.next()
  await peer?.hears(() => countOf(register) === 2)
  await pool.subscribe('domainLifecycle', () => {}) // answered after the other two
  const [up, down] = [seen.until('up'), seen.until('down')]
  for (const socket of peer?.sockets ?? []) socket.destroy()
  expect(await down).toMatchObject({ reason: { name: 'TransportError', reason: 'lost' } })
  pool.wake()
  await up
  expect(countOf(register)).toBe(4)
  expect((await next)?.value).toEqual({ message: null, missed: 0 })
  expect(told).toEqual(['lifecycle'])
  expect(resyncs).toBe(1)
  await events?.return()
})

test('a deadline and a signal also end a call that waits for its place', async () => {
  await open({ 3: silence }, { lanes: onePlace })
  const hung = Promise.allSettled(Array.from({ length: 4 }, () => pool.call('connectGetType')))
  await peer?.hears(() => countOf(3) === 4)
  const late = pool.call('connectGetHostname', undefined, { deadlineMs: 30 })
  await expect(late).rejects.toMatchObject({ name: 'DeadlineError', sent: false, deadlineMs: 30 })
  const controller = new AbortController()
  const aborted = expect(pool.call('connectGetHostname', undefined, { signal: controller.signal })).rejects.toThrow(
    'not any more',
  )
  controller.abort(new Error('not any more'))
  await aborted
  await pool.close()
  await hung
})

test('a stream has a connection of its own, kept for the next; one that is not read holds up nobody', async () => {
  const packets = ({ procedure, serial }: Heard, socket: Socket) => {
    socket.write(frame({ procedure, serial, payload: Buffer.concat([words(1), text('image/png')]) }))
    for (let sent = 0; sent < 20; sent++)
      socket.write(frame({ procedure, serial, type: 3, status: 2, payload: Buffer.alloc(200_000) }))
  }
  await open({ [getHostname]: hostname, [number.domainScreenshot]: packets })
  const { stream } = await pool.readStream('domainScreenshot', { dom: domain, screen: 0 })
  expect(await pool.call('connectGetHostname')).toEqual({ hostname: 'host' })
  const opened = countOf(openNumber)
  await new Promise(resolve => stream.once('close', resolve).destroy())
  const again = await pool.readStream('domainScreenshot', { dom: domain, screen: 0 })
  again?.stream.destroy()
  expect(countOf(openNumber)).toBe(opened)
})

test('closing ends everything, and nothing is done any more', async () => {
  await open({ [getHostname]: silence })
  const hung = expect(pool.call('connectGetHostname')).rejects.toMatchObject({ reason: 'closed' })
  await peer?.hears(({ procedure }) => procedure === getHostname)
  await Promise.all([pool.close(), pool.close()])
  await hung
  await expect(pool.call('connectGetHostname')).rejects.toMatchObject({ reason: 'closed' })
})

test('a signal closes the pool, also before it was up', async () => {
  const controller = new AbortController()
  await open({ [number.authList]: silence }, { signal: controller.signal })
  const waiting = expect(pool.call('connectGetHostname')).rejects.toMatchObject({ reason: 'closed' })
  await peer?.hears(({ procedure }) => procedure === number.authList)
  controller.abort()
  await waiting
})
