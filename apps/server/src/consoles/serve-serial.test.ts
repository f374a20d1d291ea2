// Serial consoles as a browser gets them, on a real guest's serial port.
import { once } from 'node:events'
import { closeCodes, type SerialSays, serialProtocol, ticketProtocol } from '@porthole/contract'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { defineGuest, type Guest } from '../../test/guest.ts'
import { caller, type LiveCore, liveCore } from '../../test/live-core.ts'
import { type ConsoleDoor, openDoor, RfbViewer } from '../../test/rfb-viewer.ts'
import { startVm } from '../vms/start-vm.ts'
import { openSerial } from './open-serial.ts'
import type { SerialLine } from './serial-line.ts'
import { serveSerial } from './serve-serial.ts'

const ann = caller(undefined, 'ann')
const device = 'serial0'
let live: LiveCore
let guest: Guest
let door: ConsoleDoor
let place: { id: string; host: string; device: string }

beforeAll(async () => {
  live = await liveCore('qemu:///system')
  guest = await defineGuest(live.link, 'serial', { devices: `<serial type='pty'/>` })
  await live.link.refresh(guest.uuid)
  await startVm(live.core, { id: guest.uuid }, ann)
  place = { id: guest.uuid, host: live.link.id, device }
})
afterAll(async () => {
  await guest.remove()
  await live[Symbol.asyncDispose]()
})
beforeEach(async () => {
  door = await openDoor(live.core, () => ann, serveSerial)
})
afterEach(() => {
  vi.restoreAllMocks()
  door.close()
})

const listeners = () =>
  [live.core.access.changes, live.core.recordings.changes].map(changes => changes.listenerCount('changed'))
const acts = async () => {
  await live.core.audit.written()
  const rows = await live.core.database.auditRow.findMany({ orderBy: { seq: 'asc' } })
  return rows.map(({ action, result }) => `${action} ${result}`)
}
const come = async (force = false) => {
  const { ticket } = await openSerial(live.core, { id: guest.uuid, device, force }, ann)
  const socket = new WebSocket(door.url, [serialProtocol, `${ticketProtocol}${ticket}`])
  const told = once(socket, 'message').then(([text]) => JSON.parse(String(text)) as SerialSays)
  told.catch(() => {})
  await once(socket, 'open')
  return { socket, told }
}
/** Consoles from now on wait with opening until the answer is called. */
const hold = () => {
  let goOn = () => {}
  const gate = new Promise<void>(resolve => {
    goOn = resolve
  })
  const { audit } = live.core
  const start = audit.start.bind(audit)
  vi.spyOn(audit, 'start').mockImplementation(async act => {
    await gate
    return start(act)
  })
  return goOn
}

it('gives all back of a browser that left while it opened', async () => {
  const before = listeners()
  const left = vi.fn()
  const { recordings } = live.core
  const attend = recordings.attend.bind(recordings)
  vi.spyOn(recordings, 'attend').mockImplementation(async (...args) => {
    const leave = await attend(...args)
    return () => {
      left()
      leave()
    }
  })
  const goOn = hold()
  await come()
  const browser = await door.browser
  const gone = once(browser, 'close')
  browser.destroy()
  await gone
  goOn()
  await expect.poll(acts).toContain('consoleClosed done')
  expect(left).toHaveBeenCalledOnce()
  expect(listeners()).toEqual(before)
})

it('loses nothing of what was typed before it was open', async () => {
  const goOn = hold()
  const { socket, told } = await come()
  const line = await live.core.serials.find(place)
  const write = vi.spyOn(line as SerialLine, 'write')
  socket.send(Buffer.from('root\n'))
  // The server has answered what was asked after it.
  expect(await new RfbViewer(door.url, 'no-such-ticket').refused()).toBe(401)
  goOn()
  await told
  await expect.poll(() => write.mock.calls.map(([bytes]) => bytes.toString())).toEqual(['root\n'])
  socket.terminate()
})

it('tells a browser whose console was taken while it opened', async () => {
  const goOn = hold()
  const { socket } = await come()
  const { dom } = live.core.hosts.findVm(place).vm
  const closed = once(socket, 'close')
  const { stream } = await live.link.duplexStream('domainOpenConsole', { dom, dev_name: device, flags: 1 })
  await expect.poll(() => live.core.serials.find(place)).toBeUndefined()
  goOn()
  expect((await closed)[0]).toBe(closeCodes.guestClosed)
  stream.destroy()
})

it('says in the audit that it did not open, where it could not be recorded', async () => {
  vi.spyOn(live.core.recordings, 'attend').mockRejectedValue(new Error('ENOSPC'))
  const { socket } = await come(true)
  await once(socket, 'close')
  await expect.poll(async () => (await acts()).at(-1)).toBe('consoleOpened failed')
})

it('reads no more of a browser than its guest takes', async () => {
  const { socket, told } = await come(true)
  await told
  const line = await live.core.serials.find(place)
  let drained = () => {}
  const write = vi.spyOn(line as SerialLine, 'write').mockImplementation((_, goOn) => {
    drained = goOn
    return false
  })
  socket.send(Buffer.from('a'))
  await expect.poll(() => write.mock.calls.length).toBe(1)
  socket.send(Buffer.from('b'))
  expect(await new RfbViewer(door.url, 'no-such-ticket').refused()).toBe(401)
  expect(write).toHaveBeenCalledOnce()
  drained()
  await expect.poll(() => write.mock.calls.map(([bytes]) => bytes.toString())).toEqual(['a', 'b'])
  socket.terminate()
})

describe('a browser that reads nothing', () => {
  const stalled = async () => {
    const { ticket } = await openSerial(live.core, { id: guest.uuid, device, force: true }, ann)
    const join = vi.spyOn((await live.core.serials.find(place)) as SerialLine, 'join')
    const socket = new WebSocket(door.url, [serialProtocol, `${ticketProtocol}${ticket}`])
    await once(socket, 'message')
    socket.pause()
    const [reader] = join.mock.calls[0] ?? []
    const browser = await door.browser
    const closed = once(socket, 'close').then(([code]) => code)
    return { socket, browser, closed, take: () => reader?.take(Buffer.alloc(64 * 1024)) }
  }

  it('has 2 MiB waiting at most', async () => {
    const { socket, browser, closed, take } = await stalled()
    for (let n = 0; n < 256; n++) take()
    expect(browser.writableLength).toBeGreaterThan(1024 * 1024)
    expect(browser.writableLength).toBeLessThan(2.2 * 1024 * 1024)
    socket.resume()
    expect(await closed).toBe(closeCodes.tooSlow)
  })

  it('is closed after a minute in which it took nothing', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { socket, browser, closed, take } = await stalled()
    for (let n = 0; n < 256 && browser.writableLength < 1024 * 1024; n++) take()
    vi.advanceTimersByTime(59_000)
    expect(socket.readyState).toBe(WebSocket.OPEN)
    vi.advanceTimersByTime(2000)
    vi.useRealTimers()
    socket.resume()
    expect(await closed).toBe(closeCodes.tooSlow)
  })
})
