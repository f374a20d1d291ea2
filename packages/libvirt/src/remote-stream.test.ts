import { buffer } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { domain, frame, type Heard, number, type Peer, startPeer, text, wireError, words } from '../test/peer.ts'
import { connect } from './connect.ts'
import type { Connection } from './connection.ts'
import { unixTransport } from './transports/unix.ts'

let peer: Peer
let connection: Connection
afterEach(async () => {
  connection.destroy()
  await peer.stop()
})

const procedure = number.domainScreenshot
const reply = (serial: number) => frame({ procedure, serial, payload: Buffer.concat([words(1), text('image/png')]) })
const packet = (serial: number, payload = Buffer.alloc(0)) => frame({ procedure, serial, type: 3, status: 2, payload })
const confirmation = (serial: number) => frame({ procedure, serial, type: 3, status: 0 })
const isPacket = (status: number) => (heard: Heard) =>
  heard.procedure === procedure && heard.type === 3 && heard.status === status
const finish = isPacket(0)
const abort = isPacket(1)

const open = async (answer: (serial: number) => Buffer | Buffer[]) => {
  peer = await startPeer({
    [procedure]: ({ serial }, socket) => {
      for (const bytes of [answer(serial)].flat()) socket.write(bytes)
    },
  })
  connection = await connect({ transport: unixTransport(peer.path), deadlineMs: 5000 })
}
const screenshot = (signal?: AbortSignal) =>
  connection.readStream('domainScreenshot', { dom: domain, screen: 0, flags: 0 }, signal ? { signal } : {})
const [one, two] = [Buffer.from('one'), Buffer.from('two')]

test('packets in the chunk of the reply are kept, the end is finished, and the loop ends at the confirmation', async () => {
  await open(serial => Buffer.concat([reply(serial), packet(serial, one), packet(serial, two), packet(serial)]))
  const { reply: told, stream } = await screenshot()
  expect(told).toEqual({ mime: 'image/png' })
  const all = buffer(stream)
  const { serial } = await peer.hears(finish)
  peer.socket().write(confirmation(serial))
  expect(String(await all)).toBe('onetwo')
})

test('packets that overtake the reply are kept', async () => {
  await open(serial => [packet(serial, one), packet(serial), reply(serial)])
  const { stream } = await screenshot()
  const all = buffer(stream)
  peer.socket().write(confirmation((await peer.hears(finish)).serial))
  expect(String(await all)).toBe('one')
})

test('leaving the loop early aborts; what was under way is passed over', async () => {
  await open(serial => Buffer.concat([reply(serial), packet(serial, one)]))
  const { stream } = await screenshot()
  for await (const chunk of stream) {
    expect(String(chunk)).toBe('one')
    break
  }
  const { serial } = await peer.hears(abort)
  peer.socket().write(Buffer.concat([packet(serial, two), packet(serial), confirmation(serial)]))
  await connection.call('connectSupportsFeature', { feature: 1 })
  expect(peer.heard.filter(finish)).toEqual([])
})

test.each(['stream', 'reply'])('an error of the host that comes as a %s is thrown after the bytes', async type => {
  await open(serial => [
    reply(serial),
    packet(serial, one),
    frame({ procedure, serial, type: type === 'reply' ? 1 : 3, status: 1, payload: wireError(38, 10, 'cannot read') }),
  ])
  const { stream } = await screenshot()
  const seen: string[] = []
  const loop = async () => {
    for await (const chunk of stream) seen.push(String(chunk))
  }
  await expect(loop()).rejects.toMatchObject({ name: 'LibvirtError', code: 38, procedure: 'domainScreenshot' })
  expect(seen).toEqual(['one'])
})

test('abort throws in the loop and tells the host', async () => {
  await open(serial => reply(serial))
  const { stream } = await screenshot()
  const all = buffer(stream)
  stream.abort()
  await expect(all).rejects.toMatchObject({ name: 'AbortError' })
  await peer.hears(abort)
})

test('a signal aborts the stream after the reply', async () => {
  await open(serial => reply(serial))
  const controller = new AbortController()
  const { stream } = await screenshot(controller.signal)
  const all = buffer(stream)
  controller.abort(new Error('window closed'))
  await expect(all).rejects.toThrow('window closed')
  await peer.hears(abort)
})

test('a stream that nobody waits for any more is aborted when its reply comes', async () => {
  await open(() => [])
  const controller = new AbortController()
  const opening = screenshot(controller.signal)
  const { serial } = await peer.hears(heard => heard.procedure === procedure)
  controller.abort()
  await expect(opening).rejects.toMatchObject({ name: 'AbortError' })
  peer.socket().write(Buffer.concat([packet(serial, one), reply(serial)]))
  await peer.hears(abort)
})

test('a reader that does not read holds the sender back, and gets everything when it does', async () => {
  const size = 200_000
  const packets = 100
  await open(serial => [
    reply(serial),
    ...Array.from({ length: packets }, () => packet(serial, Buffer.alloc(size, 7))),
    packet(serial),
  ])
  const { stream } = await screenshot()
  const total = size * packets
  expect(peer.socket().writableLength).toBeGreaterThan(total / 2)
  let read = 0
  for await (const chunk of stream) {
    read += chunk.length
    if (read === total) peer.socket().write(confirmation((await peer.hears(finish)).serial))
  }
  expect(read).toBe(total)
})

test('the end of the connection ends the loop', async () => {
  await open(serial => [reply(serial), packet(serial, one)])
  const { stream } = await screenshot()
  const all = buffer(stream)
  peer.socket().destroy()
  await expect(all).rejects.toMatchObject({ name: 'TransportError', reason: 'lost' })
})

test.each([
  ['bytes after the end', 'message-type', (serial: number) => [reply(serial), packet(serial), packet(serial, one)]],
  ['a confirmation of nothing', 'message-type', (serial: number) => [reply(serial), confirmation(serial)]],
  [
    'a packet of another procedure',
    'procedure',
    (serial: number) => [reply(serial), frame({ procedure: 209, serial, type: 3, status: 2, payload: words(1) })],
  ],
  [
    'a status that does not exist',
    'message-type',
    (serial: number) => [reply(serial), frame({ procedure, serial, type: 3, status: 9 })],
  ],
  [
    'no reply, and bytes without end',
    'over-limit',
    (serial: number) => Array.from({ length: 70 }, () => packet(serial, Buffer.alloc(262_120))),
  ],
])('%s closes the connection', async (_what, fault, answer) => {
  await open(answer)
  screenshot()
    .then(({ stream }) => buffer(stream))
    .catch(() => {})
  expect(await connection.closed).toMatchObject({ name: 'ProtocolError', fault })
})
