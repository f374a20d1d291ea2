import { afterEach, expect, test } from 'vitest'
import { frame, type Heard, number, type Peer, startPeer, text, wireError } from '../test/peer.ts'
import { connect } from './connect.ts'
import type { Connection } from './connection.ts'
import { unixTransport } from './transports/unix.ts'

let peer: Peer
let connection: Connection
afterEach(async () => {
  connection.destroy()
  await peer.stop()
})

const open = async (answers: Parameters<typeof startPeer>[0], deadlineMs = 5000) => {
  peer = await startPeer(answers)
  connection = await connect({ transport: unixTransport(peer.path), deadlineMs })
}
const silence = { [number.connectGetHostname]: () => {} }
const asked = () => peer.heard.filter(({ procedure }) => procedure === number.connectGetHostname)
const reply = ({ procedure, serial }: Heard) => peer.socket().write(frame({ procedure, serial, payload: text('host') }))

test('at most four calls are at the daemon; the others follow in order', async () => {
  await open(silence)
  const calls = Array.from({ length: 10 }, () => connection.call('connectGetHostname'))
  for (let answered = 0; answered < 10; answered++) {
    await peer.hears(heard => heard === asked()[Math.min(answered + 3, 9)])
    expect(asked().length).toBe(Math.min(answered + 4, 10))
    reply(asked()[answered] as Heard)
    await calls[answered]
  }
  expect(new Set(asked().map(heard => heard.serial)).size).toBe(10)
})

test('replies may come in any order', async () => {
  await open({
    [number.connectGetHostname]: () => {
      if (asked().length === 3) for (const heard of asked().reverse()) reply(heard)
    },
  })
  const order: number[] = []
  await Promise.all([1, 2, 3].map(which => connection.call('connectGetHostname').then(() => order.push(which))))
  expect(order).toEqual([3, 2, 1])
})

test('a call without an answer ends with a DeadlineError, and keeps its slot until the answer comes', async () => {
  await open(silence)
  const late = Array.from({ length: 4 }, () => connection.call('connectGetHostname', undefined, { deadlineMs: 20 }))
  for (const call of late) {
    await expect(call).rejects.toMatchObject({
      name: 'DeadlineError',
      procedure: 'connectGetHostname',
      deadlineMs: 20,
      sent: true,
    })
  }
  const queued = connection.call('connectGetHostname', undefined, { deadlineMs: 20 })
  await expect(queued).rejects.toMatchObject({ name: 'DeadlineError', sent: false })
  expect(asked().length).toBe(4)

  const next = connection.call('connectGetHostname')
  reply(asked()[0] as Heard)
  reply(await peer.hears(heard => heard === asked()[4]))
  expect(await next).toEqual({ hostname: 'host' })
})

test('a deadline of Infinity never passes', async () => {
  await open({ [number.connectGetHostname]: heard => reply(heard) })
  expect(await connection.call('connectGetHostname', undefined, { deadlineMs: Infinity })).toEqual({ hostname: 'host' })
})

test('a signal takes a queued call back, so that the daemon never hears of it', async () => {
  await open(silence)
  const sent = Array.from({ length: 4 }, () => connection.call('connectGetHostname'))
  const controller = new AbortController()
  const queued = connection.call('connectGetUri', undefined, { signal: controller.signal })
  controller.abort(new Error('no longer wanted'))
  await expect(queued).rejects.toThrow('no longer wanted')
  await peer.hears(heard => heard === asked()[3])
  for (const heard of asked()) reply(heard)
  await Promise.all(sent)
  const goodbye = connection.close()
  await peer.hears(heard => heard.procedure === number.connectClose)
  await goodbye
  expect(peer.heard.some(heard => heard.procedure === 110)).toBe(false)
})

test('a signal gives up a call that was sent; its late reply is no fault', async () => {
  await open(silence)
  const controller = new AbortController()
  const call = connection.call('connectGetHostname', undefined, { signal: controller.signal })
  const heard = await peer.hears(one => one.procedure === number.connectGetHostname)
  controller.abort()
  await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  reply(heard)
  const next = connection.call('connectGetHostname')
  reply(await peer.hears(one => one === asked()[1]))
  expect(await next).toEqual({ hostname: 'host' })
})

test('a daemon that hangs up instead of an answer to the goodbye was closed by us', async () => {
  await open({ [number.connectClose]: (_, socket) => socket.destroy() })
  await connection.close()
  expect(await connection.closed).toBeNull()
})

test('a signal that is already aborted sends nothing', async () => {
  await open(silence)
  await expect(connection.call('connectGetHostname', undefined, { signal: AbortSignal.abort() })).rejects.toMatchObject(
    { name: 'AbortError' },
  )
  expect(asked().length).toBe(0)
})

test('arguments that cannot be sent reject the call and harm no other', async () => {
  await open({ [number.connectGetHostname]: heard => reply(heard) })
  await expect(connection.call('domainLookupByUuid', { uuid: 'nonsense' })).rejects.toThrow(TypeError)
  await expect(connection.call('domainLookupById', { id: 2 ** 40 })).rejects.toThrow(TypeError)
  await expect(connection.call('domainDefineXml', { xml: 'x'.repeat(4_194_305) })).rejects.toThrow(RangeError)
  await expect(connection.call('noSuchThing' as 'connectGetHostname')).rejects.toThrow(
    /no procedure called noSuchThing/,
  )
  expect(await connection.call('connectGetHostname')).toEqual({ hostname: 'host' })
})

test('a procedure that the daemon does not know is asked for once', async () => {
  await open({
    [number.connectGetHostname]: ({ procedure, serial }, socket) =>
      socket.write(frame({ procedure, serial, status: 1, payload: wireError(39, 7, 'unknown procedure: 59') })),
  })
  for (let round = 0; round < 3; round++) {
    await expect(connection.call('connectGetHostname')).rejects.toMatchObject({
      name: 'LibvirtError',
      code: 39,
      unsupported: true,
    })
  }
  expect(asked().length).toBe(1)
})

test("libvirt's other errors say their code, domain and level, and are asked again", async () => {
  await open({
    [number.connectGetHostname]: ({ procedure, serial }, socket) =>
      socket.write(frame({ procedure, serial, status: 1, payload: wireError(39, 7, 'authentication required') })),
  })
  for (let round = 0; round < 2; round++) {
    const refusal = {
      code: 39,
      domain: 7,
      level: 2,
      message: 'authentication required',
      procedure: 'connectGetHostname',
      unsupported: false,
    }
    await expect(connection.call('connectGetHostname')).rejects.toMatchObject(refusal)
  }
  expect(asked().length).toBe(2)
})

test('close rejects what waits and resolves `closed` with null', async () => {
  await open(silence)
  const calls = Array.from({ length: 6 }, () => connection.call('connectGetHostname'))
  const ends = Promise.all(
    calls.map(call => expect(call).rejects.toMatchObject({ name: 'TransportError', reason: 'closed' })),
  )
  await connection.close()
  await ends
  expect(await connection.closed).toBe(null)
  await expect(connection.call('connectGetHostname')).rejects.toMatchObject({ reason: 'closed' })
  await connection.close()
})
