import { afterEach, expect, test } from 'vitest'
import { domain, frame, type Heard, keepAliveProgram, number, type Peer, startPeer, text, words } from '../test/peer.ts'
import { connect } from './connect.ts'
import type { Connection } from './connection.ts'
import { unixTransport } from './transports/unix.ts'

let peer: Peer
let connection: Connection
afterEach(async () => {
  connection.destroy()
  await peer.stop()
})

const willing = {
  [number.connectSupportsFeature]: ({ procedure, serial, payload }: Heard) =>
    peer.socket().write(frame({ procedure, serial, payload: words(payload.readUInt32BE(0) === 10 ? 1 : 0) })),
}
const open = async (answers: Parameters<typeof startPeer>[0], keepAlive = { intervalMs: 20, count: 3 }) => {
  peer = await startPeer({ ...willing, ...answers })
  connection = await connect({ transport: unixTransport(peer.path), keepAlive })
}
const [ping, pong] = [1, 2]
const is = (procedure: number) => (heard: Heard) => heard.program === keepAliveProgram && heard.procedure === procedure
const pings = () => peer.heard.filter(is(ping)).length
const answerPing = () => peer.socket().write(frame({ program: keepAliveProgram, procedure: pong, type: 2, serial: 0 }))

test('a ping is answered', async () => {
  await open({}, { intervalMs: 60_000, count: 5 })
  peer.socket().write(frame({ program: keepAliveProgram, procedure: ping, type: 2, serial: 0 }))
  expect(await peer.hears(is(pong))).toMatchObject({ type: 2, serial: 0, status: 0, payload: Buffer.alloc(0) })
})

test('a host that stops answering is given up', async () => {
  await open({})
  expect(await connection.closed).toMatchObject({ name: 'TransportError', reason: 'keepalive' })
  expect(pings()).toBe(3)
})

test('a host that answers is kept', async () => {
  await open({})
  for (let round = 1; round <= 6; round++) {
    await peer.hears(() => pings() >= round)
    answerPing()
  }
  expect(await connection.call('connectSupportsFeature', { feature: 10 })).toEqual({ supported: 1 })
})

test('a host that does not know pings is sent none', async () => {
  await open({
    [number.connectSupportsFeature]: ({ procedure, serial }, socket) =>
      socket.write(frame({ procedure, serial, payload: words(0) })),
  })
  const late = connection.call('connectGetHostname', undefined, { deadlineMs: 200 })
  await expect(late).rejects.toMatchObject({ name: 'DeadlineError' })
  expect(pings()).toBe(0)
})

test('while our own reader holds the connection silence proves nothing, but pings go on', async () => {
  await open({
    [number.domainScreenshot]: ({ procedure, serial }, socket) => {
      socket.write(frame({ procedure, serial, payload: Buffer.concat([words(1), text('image/png')]) }))
      for (let sent = 0; sent < 40; sent++)
        socket.write(frame({ procedure, serial, type: 3, status: 2, payload: Buffer.alloc(200_000) }))
    },
  })
  const { stream } = await connection.readStream('domainScreenshot', { dom: domain, screen: 0, flags: 0 })
  await peer.hears(() => pings() >= 8)
  stream.abort()
  expect(await connection.call('connectSupportsFeature', { feature: 10 })).toEqual({ supported: 1 })
})
