import { afterEach, expect, test } from 'vitest'
import { domain, frame, number, type Peer, startPeer, wireDomain, wireError, words } from '../test/peer.ts'
import { connect } from './connect.ts'
import type { Connection } from './connection.ts'
import { unixTransport } from './transports/unix.ts'

let peer: Peer
let connection: Connection
const misbehaved: unknown[] = []
afterEach(async () => {
  connection.destroy()
  misbehaved.length = 0
  await peer.stop()
})

const open = async (answers: Parameters<typeof startPeer>[0]) => {
  peer = await startPeer(answers)
  connection = await connect({
    transport: unixTransport(peer.path),
    deadlineMs: 5000,
    onListenerError: error => misbehaved.push(error),
  })
}
const rebootEvent = (callbackId: number) =>
  frame({
    procedure: number.domainEventCallbackReboot,
    type: 2,
    serial: 1,
    payload: Buffer.concat([words(callbackId), wireDomain]),
  })
const times = (procedure: number) => peer.heard.filter(heard => heard.procedure === procedure).length
const { connectDomainEventCallbackRegisterAny: register, connectDomainEventCallbackDeregisterAny: deregister } = number
const politely = {
  [register]: ({ procedure, serial }: { procedure: number; serial: number }) =>
    peer.socket().write(frame({ procedure, serial, payload: words(5) })),
  [deregister]: ({ procedure, serial }: { procedure: number; serial: number }) =>
    peer.socket().write(frame({ procedure, serial })),
}
const networkRegister = 313
const networkReply = ({ procedure, serial }: { procedure: number; serial: number }) =>
  peer.socket().write(frame({ procedure, serial, payload: words(5) }))

/** Everything that was written before has been read when this resolves. */
const caughtUp = () => connection.call('connectSupportsFeature', { feature: 1 })

test('an event that overtakes the reply to its registration is heard, once and in order', async () => {
  await open({
    ...politely,
    [register]: ({ procedure, serial }, socket) =>
      socket.write(
        Buffer.concat([
          rebootEvent(5),
          rebootEvent(6),
          frame({ procedure, serial, payload: words(5) }),
          rebootEvent(5),
        ]),
      ),
  })
  const heard: unknown[] = []
  await connection.subscribe('domainReboot', message => heard.push(message))
  await caughtUp()
  expect(heard).toEqual([{ dom: domain }, { dom: domain }])
})

test('listeners of one event share a registration; the last to leave ends it', async () => {
  await open(politely)
  const heard: string[] = []
  const [stopFirst, stopSecond] = await Promise.all([
    connection.subscribe('domainReboot', () => heard.push('first')),
    connection.subscribe('domainReboot', () => heard.push('second')),
  ])
  expect(times(register)).toBe(1)
  peer.socket().write(rebootEvent(5))
  await caughtUp()
  await stopFirst()
  await stopFirst()
  peer.socket().write(rebootEvent(5))
  await caughtUp()
  expect(times(deregister)).toBe(0)
  await stopSecond()
  expect(times(deregister)).toBe(1)
  peer.socket().write(rebootEvent(5))
  await caughtUp()
  expect(heard).toEqual(['first', 'second', 'second'])
})

test('leaving and coming back at once are told to the daemon one after the other', async () => {
  await open(politely)
  const stop = await connection.subscribe('domainReboot', () => {})
  await Promise.all([stop(), connection.subscribe('domainReboot', () => {})])
  const order = peer.heard
    .map(heard => heard.procedure)
    .filter(procedure => procedure === register || procedure === deregister)
  expect([[register], [register, deregister, register]]).toContainEqual(order)
})

test('the same callback id in two families is two events', async () => {
  await open({ ...politely, [networkRegister]: networkReply })
  const heard: string[] = []
  await connection.subscribe('networkLifecycle', () => heard.push('network'))
  await connection.subscribe('domainReboot', () => heard.push('domain'))
  peer.socket().write(rebootEvent(5))
  await caughtUp()
  expect(heard).toEqual(['domain'])
})

test('a subscription to one object asks for that object', async () => {
  await open(politely)
  await connection.subscribe('domainReboot', () => {}, { only: domain })
  await connection.subscribe('domainReboot', () => {})
  const asked = peer.heard.filter(heard => heard.procedure === register).map(heard => heard.payload)
  expect(asked).toEqual([Buffer.concat([words(1, 1), wireDomain]), words(1, 0)])
})

test('a listener that throws, or rejects, or never returns stops nobody', async () => {
  await open(politely)
  const heard: number[] = []
  await connection.subscribe('domainReboot', () => {
    throw new Error('thrown')
  })
  await connection.subscribe('domainReboot', async () => {
    throw new Error('rejected')
  })
  await connection.subscribe('domainReboot', () => new Promise(() => {}))
  await connection.subscribe('domainReboot', () => heard.push(1))
  peer.socket().write(Buffer.concat([rebootEvent(5), rebootEvent(5)]))
  await caughtUp()
  expect(heard).toEqual([1, 1])
  expect(misbehaved.map(String).sort()).toEqual([
    'Error: rejected',
    'Error: rejected',
    'Error: thrown',
    'Error: thrown',
  ])
})

test('a refused registration rejects, and may be tried again', async () => {
  let refusals = 1
  await open({
    ...politely,
    [register]: ({ procedure, serial }, socket) =>
      socket.write(
        refusals-- > 0
          ? frame({ procedure, serial, status: 1, payload: wireError(38, 7, 'no') })
          : frame({ procedure, serial, payload: words(5) }),
      ),
  })
  await expect(connection.subscribe('domainReboot', () => {})).rejects.toMatchObject({ code: 38 })
  const heard: unknown[] = []
  await connection.subscribe('domainReboot', message => heard.push(message))
  peer.socket().write(rebootEvent(5))
  await caughtUp()
  expect(heard.length).toBe(1)
})

test('stopping to listen after the connection ended is no error', async () => {
  await open(politely)
  const stop = await connection.subscribe('domainReboot', () => {})
  peer.socket().destroy()
  await connection.closed
  await stop()
})

test('what is listened to is ended before the goodbye: libvirt 9.0 may fall over what a connection leaves behind', async () => {
  await open({ ...politely, [number.connectClose]: politely[deregister] })
  await connection.subscribe('domainReboot', () => {})
  await connection.close()
  const last = peer.heard.slice(-2).map(({ procedure }) => procedure)
  expect(last).toEqual([deregister, number.connectClose])
  expect(await connection.closed).toBeNull()
})

test('a daemon that does not answer is left all the same', async () => {
  await open({ ...politely, [deregister]: () => {}, [number.connectClose]: politely[deregister] })
  await connection.subscribe('domainReboot', () => {})
  await connection.close()
  expect(peer.heard.at(-1)?.procedure).toBe(number.connectClose)
})
