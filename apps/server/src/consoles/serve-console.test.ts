import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { closeCodes, rfbProtocol, ticketProtocol } from '@porthole/contract'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineGuest, type Guest } from '../../test/guest.ts'
import { caller, type LiveCore, liveCore } from '../../test/live-core.ts'
import { type ConsoleDoor, openDoor, RfbViewer } from '../../test/rfb-viewer.ts'
import { startVm } from '../vms/start-vm.ts'
import { ClientMessages } from './client-messages.ts'
import { type PipeEnd, pipeConsole } from './console-pipe.ts'
import type { ConsoleRecord } from './console-record.ts'
import { GuestSocket } from './guest-socket.ts'
import type { GuestStream } from './guest-stream.ts'
import { openConsole } from './open-console.ts'
import { sitDown } from './sit-down.ts'

const password = 's3cr3tPw'
const ann = caller(['vm.see', 'vm.watch', 'vm.console'], 'ann')
let live: LiveCore
let door: ConsoleDoor
const guests: Record<string, Guest> = {}

beforeAll(async () => {
  live = await liveCore('qemu:///system')
  guests.open = await defineGuest(live.link, 'open')
  guests.locked = await defineGuest(live.link, 'locked', { password })
  guests.socket = await defineGuest(live.link, 'socket', { listen: `type='socket'` })
  for (const { uuid } of Object.values(guests)) {
    await live.link.refresh(uuid)
    await startVm(live.core, { id: uuid }, ann)
  }
})
afterAll(async () => {
  for (const guest of Object.values(guests)) await guest.remove()
  await live[Symbol.asyncDispose]()
})
beforeEach(async () => {
  door = await openDoor(live.core, () => ann)
})
afterEach(() => door.close())

const ticketFor = async (guest: Guest | undefined) =>
  (await openConsole(live.core, { id: guest?.uuid ?? '' }, ann)).ticket
const view = async (guest: Guest | undefined) => new RfbViewer(door.url, await ticketFor(guest))

describe.each(['open', 'locked', 'socket'])('a guest whose display is %s', kind => {
  it('is shown: handshake, first picture, and a key gets through', async () => {
    const viewer = await view(guests[kind])
    const { width, height } = await viewer.handshake()
    expect(width * height).toBeGreaterThan(100_000)
    await viewer.picture()
    viewer.send(Buffer.from([4, 1, 0, 0, 0, 0, 0, 0x61, 4, 0, 0, 0, 0, 0, 0, 0x61]))
    await viewer.picture()
    expect(viewer.received.includes(password)).toBe(false)
    expect(viewer.received.includes(Buffer.from(password, 'utf16le'))).toBe(false)
    viewer.close()
  })
})

it('tells the browser when the guest is forced off, and gives the seat back', async () => {
  const guest = await defineGuest(live.link, 'ends')
  await live.link.refresh(guest.uuid)
  await startVm(live.core, { id: guest.uuid }, ann)
  const viewer = await view(guest)
  await viewer.handshake()
  const closed = once(viewer.socket, 'close')
  await guest.remove()
  expect((await closed)[0]).toBe(closeCodes.guestClosed)
})

it('writes down that a console opened, and how long it was open', async () => {
  const viewer = await view(guests.open)
  await viewer.handshake()
  viewer.close()
  const rows = () => live.core.database.auditRow.findMany({ orderBy: { seq: 'desc' }, take: 3 })
  await expect.poll(async () => (await rows())[0]?.action).toBe('consoleClosed')
  const of = { object: `vm:${guests.open?.uuid}`, objectName: guests.open?.name, host: live.link.id, sessionId: 'ann' }
  expect(await rows()).toMatchObject([
    { ...of, action: 'consoleClosed', result: 'done', took: expect.any(Number) },
    { ...of, action: 'consoleOpened', result: 'done', took: expect.any(Number) },
    { ...of, action: 'consoleOpened', result: 'started', took: null },
  ])
})

it('shows nothing of another guest that took the port: a ticket for a VM that is off opens nothing', async () => {
  const guest = await defineGuest(live.link, 'gone')
  await live.link.refresh(guest.uuid)
  await startVm(live.core, { id: guest.uuid }, ann)
  const ticket = await ticketFor(guest)
  await live.link.call('domainDestroyFlags', { dom: { name: guest.name, uuid: guest.uuid, id: -1 }, flags: 0 })
  const viewer = new RfbViewer(door.url, ticket)
  const [code] = await once(viewer.socket, 'close')
  expect(code).toBe(closeCodes.guestClosed)
  await guest.remove()
})

it('outlives a VM that goes between its ticket and its console', async () => {
  const guest = await defineGuest(live.link, 'vanishes')
  await live.link.refresh(guest.uuid)
  await startVm(live.core, { id: guest.uuid }, ann)
  const ticket = await ticketFor(guest)
  await guest.remove()
  await expect.poll(() => live.link.inventory.get(guest.uuid)).toBeUndefined()
  const [code] = await once(new RfbViewer(door.url, ticket).socket, 'close')
  expect(code).toBe(closeCodes.displayFailed)
})

it('spends the ticket, and refuses with 401 before any display is asked', async () => {
  const ticket = await ticketFor(guests.open)
  const viewer = new RfbViewer(door.url, ticket)
  await viewer.handshake()
  expect(await new RfbViewer(door.url, ticket).refused()).toBe(401)
  expect(await new RfbViewer(door.url, 'no-such-ticket').refused()).toBe(401)
  expect(await new RfbViewer(door.url, null).refused()).toBe(401)
  const foreign = await ticketFor(guests.open)
  door.caller = () => caller(['vm.see', 'vm.watch', 'vm.console'], 'bob')
  expect(await new RfbViewer(door.url, foreign).refused()).toBe(401)
  viewer.close()
})

it('refuses who may no longer use consoles, and who does not speak RFB', async () => {
  const ticket = await ticketFor(guests.open)
  door.caller = () => caller(['vm.see'], 'ann')
  expect(await new RfbViewer(door.url, ticket).refused()).toBe(403)
  door.caller = () => ann
  const other = await ticketFor(guests.open)
  expect(await new RfbViewer(door.url, other, ['base64']).refused()).toBe(400)
  expect([rfbProtocol, ticketProtocol]).toEqual(['binary', 'porthole.ticket.'])
})

it('ends with the session', async () => {
  const viewer = await view(guests.open)
  await viewer.handshake()
  const closed = once(viewer.socket, 'close')
  live.core.sockets.closeSession('ann', closeCodes.signedOut, 'Signed out.')
  expect((await closed)[0]).toBe(closeCodes.signedOut)
})

it('frees control of who gave no sign of life for half a minute, and lets them stay', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  let silent = 0
  const vm = { id: guests.open?.uuid ?? '', host: live.link.id }
  door.take(webSocket => {
    const guest = { write: () => true } as unknown as GuestStream
    const record = {} as ConsoleRecord
    const [messages, silence] = [new ClientMessages(false), () => silent]
    sitDown({ core: live.core, vm, webSocket, caller: ann, messages, guest, record, silence })
  })
  const viewer = new RfbViewer(door.url, 'unused')
  await expect.poll(() => viewer.room && viewer.room.controller === viewer.room.you).toBe(true)
  silent = 31_000
  vi.advanceTimersByTime(5000)
  await expect.poll(() => viewer.room).toMatchObject({ controller: null, keptFor: null, viewers: [{}] })
  vi.useRealTimers()
  viewer.close()
})

it('closes on what is no RFB message', async () => {
  const viewer = await view(guests.open)
  await viewer.handshake()
  viewer.send(Buffer.from('GET / HTTP/1.1\r\n\r\n'))
  const [code] = await once(viewer.socket, 'close')
  expect(code).toBe(1008)
})

describe('beside a display that misbehaves', () => {
  let peer: Server
  afterEach(() => peer.close())
  const listen = async (answer: (socket: Socket) => void) => {
    peer = createServer(socket => {
      socket.on('error', () => {})
      answer(socket)
    }).listen(0, '127.0.0.1')
    await once(peer, 'listening')
    return (peer.address() as { port: number }).port
  }

  it('gives up a browser that reads nothing for too long', async () => {
    const port = await listen(socket => socket.write(Buffer.alloc(32 * 1024 * 1024)))
    let ended: Promise<PipeEnd> | undefined
    door.take((webSocket, browser) => {
      const guest = new GuestSocket({ host: '127.0.0.1', port })
      ended = pipeConsole(guest, webSocket, browser, new ClientMessages(), 100)
    })
    const viewer = new RfbViewer(door.url, 'unused')
    await once(viewer.socket, 'open')
    viewer.socket.pause()
    expect(await ended).toBe('too-slow')
    viewer.close()
  })

  it('keeps little for a browser that does not read, whatever the guest pours out', async () => {
    const port = await listen(socket => {
      const block = Buffer.alloc(1024 * 1024, 0x5a)
      const pour = () => {
        while (socket.writable && socket.write(block));
        socket.once('drain', pour)
      }
      pour()
    })
    const before = process.memoryUsage()
    door.take(async (webSocket, browser) => {
      const guest = new GuestSocket({ host: '127.0.0.1', port })
      await guest.connected
      void pipeConsole(guest, webSocket, browser, new ClientMessages())
    })
    const viewer = new RfbViewer(door.url, 'unused')
    await once(viewer.socket, 'open')
    viewer.socket.pause()
    const browser = await door.browser
    await expect.poll(() => browser.writableLength, { timeout: 5000 }).toBeGreaterThan(0)
    for (let turn = 0; turn < 2000; turn++) await new Promise(setImmediate)
    expect(browser.writableLength).toBeLessThanOrEqual(256 * 1024)
    const after = process.memoryUsage()
    expect(after.external + after.arrayBuffers - before.external - before.arrayBuffers).toBeLessThan(8 * 1024 * 1024)

    // Nothing was lost or doubled on the way: reading again gives the same bytes on and on.
    viewer.socket.resume()
    await expect.poll(() => viewer.count, { timeout: 5000 }).toBeGreaterThan(8 * 1024 * 1024)
    expect(viewer.onlyByte).toBe(0x5a)
    viewer.close()
  })
})
