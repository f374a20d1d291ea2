import type { Socket } from 'node:net'
import { closeCodes } from '@porthole/contract'
import type { WebSocket } from 'ws'
import type { Caller, Core } from '../core.ts'
import { Fault } from '../fault.ts'
import type { VmOnHost } from '../hosts/vm-record.ts'
import { inputRecorder } from '../recordings/record-input.ts'
import { ClientMessages } from './client-messages.ts'
import type { OpenDisplay } from './connect-display.ts'
import { type PipeEnd, pipeConsole } from './console-pipe.ts'
import { ConsoleRecord } from './console-record.ts'
import { RfbError } from './guest-handshake.ts'
import { closeSoon, whenClosed } from './heartbeat.ts'
import { openDisplay } from './open-display.ts'
import { sitDown } from './sit-down.ts'

const handshakeMs = 5000

/** Version 3.8, one security type "None", and its result: nothing in it waits for an answer, so it all goes at once. */
const greeting = Buffer.from('RFB 003.008\n\x01\x01\0\0\0\0', 'latin1')

interface Console {
  readonly core: Core
  readonly vm: VmOnHost
  readonly webSocket: WebSocket
  /** The socket below the WebSocket. */
  readonly browser: Socket
  readonly caller: Caller
  /** Milliseconds since the browser gave its last sign of life. */
  readonly silence: () => number
}

/** One console from its WebSocket's first byte to its last. Never rejects. */
export async function runConsole(console: Console): Promise<void> {
  const { core, vm, webSocket, caller } = console
  const log = core.log.child({ console: vm.id, host: vm.host })
  endWithHost(core, vm, webSocket)
  let record: ConsoleRecord | null = null
  try {
    record = recordOf(core, vm, caller)
    const end = await serve(console, record)
    log.info({ end }, 'console closed')
    closeFor(webSocket, end)
    await record.closed(end)
  } catch (error) {
    log.info({ err: error }, 'console failed')
    closeSoon(webSocket, ...failure(error))
    const code = error instanceof Fault ? error.code : 'NO_CONSOLE'
    await record?.failed(code).catch(() => {})
  }
}

/** The ticket's row in the audit says only that somebody asked. @throws {Fault} NOT_FOUND when the VM has gone since */
function recordOf({ hosts, audit }: Core, { id, host }: VmOnHost, caller: Caller): ConsoleRecord {
  const { vm } = hosts.findVm({ id, host })
  return new ConsoleRecord(audit, { caller, object: `vm:${id}`, objectName: vm.name, host, args: {} })
}

/** Whoever removes a host wants nobody at its guests any more. */
function endWithHost({ hosts }: Core, { host }: VmOnHost, webSocket: WebSocket): void {
  const gone = (id: string) => {
    if (id !== host) return
    closeSoon(webSocket, closeCodes.hostRemoved, 'The host was removed from Porthole.')
  }
  hosts.changes.on('host-gone', gone)
  webSocket.once('close', () => hosts.changes.off('host-gone', gone))
}

async function serve(console: Console, record: ConsoleRecord): Promise<PipeEnd> {
  const { core, vm, webSocket, browser } = console
  webSocket.send(greeting)
  webSocket.pause()
  const messages = new ClientMessages(false)
  // Whoever must be recorded sees nothing before they are.
  const recorded = core.recordings.attend({ ...vm, device: null }, console.caller, () =>
    closeSoon(webSocket, closeCodes.notRecorded, 'This console can not be recorded any more.'),
  )
  recorded.then(leave => whenClosed(webSocket, leave)).catch(() => {})
  const { socket: guest, first } = await inTime(webSocket, async signal => {
    const display = await openDisplay(core.hosts.link(vm.host), vm.id, signal)
    // What can not be written down must not happen.
    await Promise.all([record.begun(), recorded]).catch(error => {
      display.socket.destroy()
      throw error
    })
    return display
  })
  record.opened()
  const said = first()
  if (said.length > 0) webSocket.send(said)
  const ended = pipeConsole(guest, webSocket, browser, messages)
  messages.onPassed = inputRecorder(core.recordings, vm, console.caller)
  sitDown({ ...console, messages, guest, record })
  webSocket.resume()
  // A browser that stops half-way would hold one of the guest's few places.
  const tardy = setTimeout(() => !messages.greeted && guest.destroy(), handshakeMs)
  return ended.finally(() => clearTimeout(tardy))
}

/** Gives the guest's side five seconds, and no longer than the browser waits. */
async function inTime(webSocket: WebSocket, open: (signal: AbortSignal) => Promise<OpenDisplay>): Promise<OpenDisplay> {
  const giveUp = new AbortController()
  const left = () => giveUp.abort(new Error('the browser left'))
  const timer = setTimeout(() => giveUp.abort(new RfbError('The display did not answer in time.')), handshakeMs)
  webSocket.once('close', left)
  try {
    return await open(giveUp.signal)
  } catch (error) {
    throw giveUp.signal.aborted ? giveUp.signal.reason : error
  } finally {
    clearTimeout(timer)
    webSocket.off('close', left)
  }
}

function closeFor(webSocket: WebSocket, end: PipeEnd): void {
  if (end === 'guest-closed') closeSoon(webSocket, closeCodes.guestClosed, 'The guest closed its display.')
  if (end === 'too-slow') closeSoon(webSocket, closeCodes.tooSlow, 'The browser did not read for too long.')
  if (end === 'unknown-message') closeSoon(webSocket, 1008, 'That was no RFB message that is known here.')
}

function failure(error: unknown): [number, string] {
  const known = error instanceof Fault || error instanceof RfbError
  const code = error instanceof Fault ? error.code : null
  const how =
    code === 'NO_CONSOLE'
      ? closeCodes.guestClosed
      : code === 'NOT_RECORDED'
        ? closeCodes.notRecorded
        : closeCodes.displayFailed
  return [how, known ? error.message : 'The display failed.']
}
