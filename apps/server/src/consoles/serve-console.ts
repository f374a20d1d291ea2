import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { closeCodes, rfbProtocol, ticketProtocol } from '@porthole/contract'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Caller, Core } from '../core.ts'
import { Fault } from '../fault.ts'
import type { VmOnHost } from '../hosts/vm-record.ts'
import { refuseUpgrade } from '../http/refuse-upgrade.ts'
import { ClientMessages } from './client-messages.ts'
import { type PipeEnd, pipeConsole } from './console-pipe.ts'
import { RfbError } from './guest-handshake.ts'
import { closeSoon, keepHeartbeat } from './heartbeat.ts'
import { openDisplay } from './open-display.ts'

const handshakeMs = 5000

const webSockets = new WebSocketServer({
  noServer: true,
  clientTracking: false,
  // RFB is compressed already: deflate would cost thirty times the CPU for nothing.
  perMessageDeflate: false,
  maxPayload: 1024 * 1024,
  handleProtocols: () => rfbProtocol,
})

/** Version 3.8, one security type "None", and its result: nothing in it waits for an answer, so it all goes at once. */
const greeting = Buffer.from('RFB 003.008\n\x01\x01\0\0\0\0', 'latin1')

/**
 * The WebSocket of a console. The ticket is spent before anything is asked of a host; the display is looked up, and
 * its log-in done, while the browser still shakes hands.
 */
export function serveConsole(core: Core, request: IncomingMessage, socket: Duplex, head: Buffer, caller: Caller): void {
  const entry = admit(core, request, caller)
  if (typeof entry === 'number') {
    refuseUpgrade(socket, entry)
    return
  }
  const { vm, sessionId, leave } = entry
  socket.once('close', leave)
  webSockets.handleUpgrade(request, socket, head, webSocket => {
    const forget = core.sockets.bind(sessionId, (code, reason) => closeSoon(webSocket, code, reason))
    webSocket.once('close', forget)
    void runConsole(core, vm, webSocket, socket as Socket)
  })
}

/** Spends the ticket and takes a seat; or the HTTP status that says why not. */
function admit(
  core: Core,
  request: IncomingMessage,
  caller: Caller,
): { vm: VmOnHost; sessionId: string; leave: () => void } | number {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map(name => name.trim())
  const ticket = offered.find(name => name.startsWith(ticketProtocol))?.slice(ticketProtocol.length)
  const { person, sessionId } = caller
  if (person === null || sessionId === null || ticket === undefined) return 401
  const vm = core.tickets.redeem(ticket, { person: person.id, session: sessionId })
  if (vm === null) return 401
  if (!caller.can('vm.console', { vm })) return 403
  if (!offered.includes(rfbProtocol)) return 400
  try {
    return { vm, sessionId, leave: core.tickets.seats.take(person.id, vm) }
  } catch {
    return 429
  }
}

async function runConsole(core: Core, vm: VmOnHost, webSocket: WebSocket, browser: Socket): Promise<void> {
  const log = core.log.child({ console: vm.id, host: vm.host })
  const messages = new ClientMessages()
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(new RfbError('The display did not answer in time.')), handshakeMs)
  // ws closes the socket by itself after what is no WebSocket message; the error must have a listener.
  webSocket.on('error', error => log.info({ err: error }, 'the browser broke the WebSocket protocol'))
  webSocket.once('close', () => deadline.abort(new Error('the browser left')))
  keepHeartbeat(webSocket)
  webSocket.send(greeting)
  webSocket.pause()
  try {
    const { socket: guest, first } = await openDisplay(core.hosts.link(vm.host), vm.id, deadline.signal)
    if (first.length > 0) webSocket.send(first)
    const ended = pipeConsole(guest, webSocket, browser, messages)
    webSocket.resume()
    log.info('console opened')
    // A browser that stops half-way holds one of the guest's few places.
    const tardy = setTimeout(() => !messages.greeted && guest.destroy(), handshakeMs)
    closeFor(webSocket, await ended)
    clearTimeout(tardy)
  } catch (error) {
    const reason = deadline.signal.aborted ? deadline.signal.reason : error
    log.info({ err: reason }, 'console failed')
    webSocket.resume()
    closeSoon(webSocket, ...failure(reason))
  } finally {
    clearTimeout(timer)
  }
  log.info('console closed')
}

function closeFor(webSocket: WebSocket, end: PipeEnd): void {
  if (end === 'guest-closed') closeSoon(webSocket, closeCodes.guestClosed, 'The guest closed its display.')
  if (end === 'too-slow') closeSoon(webSocket, closeCodes.tooSlow, 'The browser did not read for too long.')
  if (end === 'unknown-message') closeSoon(webSocket, 1008, 'That was no RFB message that is known here.')
}

function failure(error: unknown): [number, string] {
  const known = error instanceof Fault || error instanceof RfbError
  const off = error instanceof Fault && error.code === 'NO_CONSOLE'
  return [off ? closeCodes.guestClosed : closeCodes.displayFailed, known ? error.message : 'The display failed.']
}
