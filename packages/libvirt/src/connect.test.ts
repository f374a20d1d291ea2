import type { Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { frame, type Heard, number, type Peer, startPeer, text, wireError, words } from '../test/peer.ts'
import { connect } from './connect.ts'
import { AuthenticationError, LibvirtError } from './errors.ts'
import { unixTransport } from './transports/unix.ts'

let peer: Peer
afterEach(() => peer.stop())

const offering = (...types: number[]) => ({
  [number.authList]: (
    { procedure, serial }: { procedure: number; serial: number },
    socket: import('node:net').Socket,
  ) => socket.write(frame({ procedure, serial, payload: words(types.length, ...types) })),
})

test('asks for the authentication first, then opens the URI read-only if wanted', async () => {
  peer = await startPeer()
  const connection = await connect({ transport: unixTransport(peer.path), uri: 'test:///default', readOnly: true })
  expect(peer.heard.map(heard => heard.procedure)).toEqual([number.authList, number.connectOpen, 60, 60, 60, 60, 60])
  expect(peer.heard[1]?.payload).toEqual(Buffer.concat([words(1), text('test:///default'), words(1)]))
  await connection.close()
})

test('learns what the daemon can do', async () => {
  const can = (...features: number[]) => ({
    [number.connectSupportsFeature]: ({ procedure, serial, payload }: Heard, socket: Socket) =>
      socket.write(frame({ procedure, serial, payload: words(features.includes(payload.readUInt32BE(0)) ? 1 : 0) })),
  })
  peer = await startPeer(can(14, 9, 3))
  const connection = await connect({ transport: unixTransport(peer.path) })
  expect([...connection.features].sort()).toEqual(['eventCallbacks', 'typedParamStrings'])
  await connection.close()
})

test('polkit is one call', async () => {
  peer = await startPeer({
    ...offering(2),
    [number.authPolkit]: ({ procedure, serial }, socket) =>
      socket.write(frame({ procedure, serial, payload: words(1) })),
  })
  const connection = await connect({ transport: unixTransport(peer.path) })
  expect(peer.heard.slice(0, 3).map(heard => heard.procedure)).toEqual([
    number.authList,
    number.authPolkit,
    number.connectOpen,
  ])
  await connection.close()
})

test('a refusal by polkit says what to do', async () => {
  peer = await startPeer({
    ...offering(2),
    [number.authPolkit]: ({ procedure, serial }, socket) =>
      socket.write(frame({ procedure, serial, status: 1, payload: wireError(45, 7, 'authentication failed') })),
  })
  const error = await connect({ transport: unixTransport(peer.path) }).catch(reason => reason)
  expect(error).toBeInstanceOf(AuthenticationError)
  expect(error).toMatchObject({ mechanism: 'polkit', cause: expect.any(LibvirtError) })
  expect(error.message).toMatch(/group libvirt/)
})

test('an authentication of an unknown type is refused by its number', async () => {
  peer = await startPeer(offering(7))
  const error = await connect({ transport: unixTransport(peer.path) }).catch(reason => reason)
  expect(error).toMatchObject({ name: 'AuthenticationError', mechanism: 'unknown' })
  expect(error.message).toMatch(/does not know \(7\)/)
})

test('a URI that cannot be used is refused before anything is opened', async () => {
  peer = await startPeer()
  await expect(connect({ uri: 'qemu+ext:///system?command=/bin/sh' })).rejects.toMatchObject({ name: 'UriError' })
  await expect(connect({ uri: 'qemu+ssh://host/system' })).rejects.toThrow(/give `openSsh`/)
  await expect(connect({ uri: 'qemu+tls://host/system?no_verify=1' })).rejects.toThrow(/give the CA/)
})

test('a URI alone says the way, the authentication and what to open', async () => {
  peer = await startPeer(offering(0, 2))
  const connection = await connect({ uri: `test+unix:///default?socket=${peer.path}&auth=none` })
  expect(peer.heard[1]?.payload).toEqual(Buffer.concat([words(1), text('test:///default'), words(0)]))
  await connection.close()
  await expect(connect({ uri: `test:///default?socket=${peer.path}&auth=sasl` })).rejects.toThrow(
    /logs in by none, polkit, not by sasl/,
  )
})

test('silence ends with the deadline, and the socket is closed', async () => {
  peer = await startPeer({ [number.authList]: () => {} })
  await expect(connect({ transport: unixTransport(peer.path), deadlineMs: 300 })).rejects.toMatchObject({
    name: 'DeadlineError',
  })
  await new Promise(resolve => peer.socket().once('close', resolve).resume())
})

test('a signal gives connecting up', async () => {
  peer = await startPeer({ [number.authList]: () => {} })
  const controller = new AbortController()
  const opening = connect({ transport: unixTransport(peer.path), signal: controller.signal })
  await peer.hears(heard => heard.procedure === number.authList).then(() => controller.abort())
  await expect(opening).rejects.toMatchObject({ name: 'AbortError' })
})
