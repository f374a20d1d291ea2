import type { Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { dice } from '../test/dice.ts'
import {
  frame,
  type Heard,
  number,
  type Peer,
  remoteProgram,
  startPeer,
  text,
  type Words,
  words,
} from '../test/peer.ts'
import { connect } from './connect.ts'
import type { Connection } from './connection.ts'
import { ProtocolError, TransportError } from './errors.ts'
import { unixTransport } from './transports/unix.ts'

let peer: Peer
let connection: Connection | null = null
afterEach(async () => {
  connection?.destroy()
  connection = null
  await peer.stop()
})

const open = async (answers: Parameters<typeof startPeer>[0] = {}, greet?: (socket: Socket) => void) => {
  peer = await startPeer(answers, greet)
  connection = await connect({ transport: unixTransport(peer.path), deadlineMs: 2000 })
  return connection
}

const faultOf = (fault: string) => expect.objectContaining({ name: 'ProtocolError', fault })

describe('instead of a greeting', () => {
  test.each([
    ['an HTTP server', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['zeros', Buffer.alloc(64)],
    ['a length of 27', words(27)],
    ['a length of 2^31', words(0x8000_0000)],
  ])('%s is no libvirt', async (_what, bytes) => {
    peer = await startPeer({ [number.authList]: () => {} }, socket => socket.write(bytes))
    await expect(connect({ transport: unixTransport(peer.path) })).rejects.toThrow(faultOf('frame-length'))
  })

  test('noise always ends with a named error', async () => {
    const roll = dice(1)
    const noise = () => Buffer.from(Array.from({ length: 200 }, () => roll(256)))
    peer = await startPeer({ [number.authList]: () => {} }, socket => socket.end(noise()))
    for (let round = 0; round < 50; round++) {
      const error = await connect({ transport: unixTransport(peer.path) }).catch(reason => reason)
      expect(error instanceof ProtocolError || error instanceof TransportError).toBe(true)
    }
  })

  test('a closed door is a lost connection', async () => {
    peer = await startPeer({}, socket => socket.end())
    await expect(connect({ transport: unixTransport(peer.path) })).rejects.toMatchObject({
      name: 'TransportError',
      reason: 'lost',
    })
  })
})

// Each reply answers `connectGetHostname`, beside which another call waits: both must end, and the connection too.
const badReplies: [string, string, (heard: Heard) => Words | Buffer][] = [
  [
    'a serial that nobody waits for',
    'serial',
    ({ procedure, serial }) => ({ procedure, serial: serial + 77, payload: text('host') }),
  ],
  ['serial 0', 'serial', ({ procedure }) => ({ procedure, serial: 0, payload: text('host') })],
  [
    'two replies to one call',
    'serial',
    ({ procedure, serial }) =>
      Buffer.concat([
        frame({ procedure, serial, payload: text('host') }),
        frame({ procedure, serial, payload: text('host') }),
      ]),
  ],
  ['another procedure', 'procedure', ({ serial }) => ({ procedure: number.authList, serial, payload: words(0) })],
  [
    'another program',
    'procedure',
    ({ procedure, serial }) => ({ program: 1, procedure, serial, payload: text('host') }),
  ],
  [
    'another version',
    'procedure',
    ({ procedure, serial }) => ({ version: 2, procedure, serial, payload: text('host') }),
  ],
  ['the status "continue"', 'message-type', ({ procedure, serial }) => ({ procedure, serial, status: 2 })],
  ['a status that does not exist', 'message-type', ({ procedure, serial }) => ({ procedure, serial, status: 9 })],
  ['a type that does not exist', 'message-type', ({ procedure, serial }) => ({ procedure, serial, type: 9 })],
  ['a call', 'message-type', ({ procedure, serial }) => ({ procedure, serial, type: 0 })],
  ['descriptors', 'message-type', ({ procedure, serial }) => ({ procedure, serial, type: 5, payload: words(1) })],
  ['no payload', 'truncated', ({ procedure, serial }) => ({ procedure, serial })],
  ['half a payload', 'truncated', ({ procedure, serial }) => ({ procedure, serial, payload: words(8, 0x41414141) })],
  [
    'a string over the limit',
    'over-limit',
    ({ procedure, serial }) => ({ procedure, serial, payload: words(4_194_305, 0) }),
  ],
  [
    'too much payload',
    'trailing-bytes',
    ({ procedure, serial }) => ({ procedure, serial, payload: Buffer.concat([text('host'), words(0)]) }),
  ],
  ['dirty padding', 'padding', ({ procedure, serial }) => ({ procedure, serial, payload: words(1, 0x41000001) })],
  [
    'an error that is cut off',
    'truncated',
    ({ procedure, serial }) => ({ procedure, serial, status: 1, payload: words(42, 10) }),
  ],
  ['a length of 0', 'frame-length', () => words(0, 0, 0)],
  ['a length of 27', 'frame-length', ({ procedure, serial }) => ({ procedure, serial, length: 27 })],
  ['a length of 2^31', 'frame-length', ({ procedure, serial }) => ({ procedure, serial, length: 0x8000_0000 })],
  ['an event that does not exist', 'procedure', () => ({ procedure: 9999, type: 2, serial: 0 })],
  ['an event of another program', 'procedure', () => ({ program: 5, procedure: 318, type: 2, serial: 0 })],
  [
    'an event that is cut off',
    'truncated',
    () => ({ procedure: number.domainEventCallbackReboot, type: 2, serial: 0, payload: words(1) }),
  ],
  [
    'a packet of no stream',
    'serial',
    () => ({ procedure: number.domainScreenshot, type: 3, serial: 500, status: 2, payload: words(1) }),
  ],
  [
    'a packet for a call without a stream',
    'serial',
    ({ procedure, serial }) => ({ procedure, serial, type: 3, status: 2, payload: words(1) }),
  ],
]

test.each(badReplies)('%s closes the connection (%s)', async (_what, fault, bad) => {
  const answer = (heard: Heard, socket: Socket) => {
    const reply = bad(heard)
    socket.write(Buffer.isBuffer(reply) ? reply : frame(reply))
  }
  const connection = await open({ [number.connectGetHostname]: answer })
  const silent = connection.call('connectGetUri')
  const answered = connection.call('connectGetHostname')
  await expect(silent).rejects.toThrow(faultOf(fault))
  await answered.catch(error => expect(error).toEqual(faultOf(fault)))
  expect(await connection.closed).toEqual(faultOf(fault))
  await expect(connection.call('connectGetHostname')).rejects.toThrow(faultOf(fault))
})

test('a connection that ends in the middle of a message says so', async () => {
  const cut = ({ procedure, serial }: Heard, socket: Socket) =>
    socket.end(frame({ procedure, serial, payload: text('host') }).subarray(0, 31))
  const connection = await open({ [number.connectGetHostname]: cut })
  await expect(connection.call('connectGetHostname')).rejects.toThrow(/in the middle of a message/)
  expect(await connection.closed).toMatchObject({ name: 'TransportError', reason: 'lost' })
})

test('a message of a program that nobody speaks is a fault', async () => {
  const connection = await open()
  peer.socket().write(frame({ program: remoteProgram + 40, procedure: 1, type: 2, serial: 0 }))
  expect(await connection.closed).toEqual(faultOf('procedure'))
})
