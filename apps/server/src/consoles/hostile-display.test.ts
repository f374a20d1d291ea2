// Row 24 of docs/security.md: what a display that means ill makes the server keep.
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { rfbProtocol, ticketProtocol } from '@porthole/contract'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { type Attack, attacks, startHostileDisplay } from '../../../../e2e/lab/hostile-display.ts'
import { defineGuest, type Guest } from '../../test/guest.ts'
import { caller, type LiveCore, liveCore } from '../../test/live-core.ts'
import { type ConsoleDoor, openDoor } from '../../test/rfb-viewer.ts'
import { startVm } from '../vms/start-vm.ts'
import { openConsole } from './open-console.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const consoles = 8
/** A browser's whole half of the handshake: nothing in it waits for an answer. */
const handshake = Buffer.from('RFB 003.008\n\x01\x01', 'latin1')
const askForPicture = Buffer.from([3, 0, 0, 0, 0, 0, 0, 64, 0, 64])
/** Version, choice of security and its result, as the server says them before it asks the display. */
const greeting = 12 + 2 + 4
let person = 0
/** Somebody else each time: nobody may open so many consoles in a minute. */
const somebody = () => caller(['vm.see', 'vm.watch', 'vm.console'], `session-${++person}`)
let folder: string
let live: LiveCore
let door: ConsoleDoor
let guest: Guest
let display: Awaited<ReturnType<typeof startHostileDisplay>>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'porthole-hostile-'))
  // The guest's own display is there first.
  await chmod(folder, 0o777)
  live = await liveCore('qemu:///system')
  const path = join(folder, 'display.sock')
  guest = await defineGuest(live.link, 'hostile', { listen: `type='socket' socket='${path}'` })
  await live.link.refresh(guest.uuid)
  await startVm(live.core, { id: guest.uuid }, somebody())
  display = await startHostileDisplay(path)
  door = await openDoor(live.core, somebody)
  // What is loaded and compiled at the first use is no console's.
  for (const attack of Object.values(attacks)) await kept(attack, true)
})
afterAll(async () => {
  door.close()
  await display.stop()
  await guest.remove()
  await live[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

/** What is in use: memory that the next collection gives back is not. */
async function inUse(): Promise<number> {
  for (let turn = 0; turn < 2000; turn++) await new Promise(setImmediate)
  // What buffers held is given back a little after the collection that found them unused.
  for (let round = 0; round < 3; round++) {
    collect()
    await new Promise(setImmediate)
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Opens a console; `got` is told how many bytes came. */
async function open(got: (socket: WebSocket, bytes: number) => void): Promise<WebSocket> {
  const who = somebody()
  const { ticket } = await openConsole(live.core, { id: guest.uuid }, who)
  door.caller = () => who
  const socket = new WebSocket(door.url, [rfbProtocol, `${ticketProtocol}${ticket}`], { perMessageDeflate: false })
  let count = 0
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (!isBinary) return
    count += data.length
    got(socket, count)
  })
  await once(socket, 'open')
  socket.send(handshake)
  return socket
}

/** What the server keeps for each of some consoles at such a display. */
async function kept(attack: Attack, reads: boolean): Promise<number> {
  const before = await inUse()
  void display.next(attack)
  const begins = greeting + 24 + attack.name.length
  const whole = attack.bytes.reduce((sum, { length }) => sum + length, begins)
  const there = new Set<WebSocket>()
  const asked = new Set<WebSocket>()
  const got = (socket: WebSocket, bytes: number) => {
    if (bytes >= begins && !asked.has(socket)) socket.send(askForPicture)
    if (bytes >= begins) asked.add(socket)
    if (bytes >= (reads ? whole : begins)) there.add(socket)
    if (bytes >= begins && !reads) socket.pause()
  }
  const sockets: WebSocket[] = []
  while (sockets.length < consoles) sockets.push(await open(got))
  await vi.waitUntil(() => there.size === consoles, { timeout: 10_000 })
  const during = await inUse()
  for (const socket of sockets) socket.terminate()
  await Promise.all(sockets.map(socket => socket.readyState === socket.CLOSED || once(socket, 'close')))
  return (during - before) / consoles
}

const cases = Object.keys(attacks).flatMap(what => ['reads', 'does not read'].map(how => [what, how] as const))

it.each(cases)('keeps less than 2 MiB for %s and a browser that %s', async (what, how) => {
  expect(await kept(attacks[what] as Attack, how === 'reads')).toBeLessThan(2 * 2 ** 20)
})
