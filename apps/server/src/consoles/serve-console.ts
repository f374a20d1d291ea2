import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { closeCodes, rfbProtocol, ticketProtocol } from '@porthole/contract'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Caller, Core } from '../core.ts'
import type { VmOnHost } from '../hosts/vm-record.ts'
import { refuseUpgrade } from '../http/refuse-upgrade.ts'
import { closeSoon, keepHeartbeat } from './heartbeat.ts'
import { runConsole } from './run-console.ts'
import { seatOf } from './seat-of.ts'

const webSockets = new WebSocketServer({
  noServer: true,
  clientTracking: false,
  // RFB is compressed already: deflate would cost thirty times the CPU for nothing.
  perMessageDeflate: false,
  maxPayload: 1024 * 1024,
  handleProtocols: () => rfbProtocol,
})

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
  const { vm, session, leave } = entry
  socket.once('close', leave)
  webSockets.handleUpgrade(request, socket, head, webSocket => {
    const sockets = caller.guest === undefined ? core.sockets : core.guests.sockets
    const forget = sockets.bind(session, (code, reason) => closeSoon(webSocket, code, reason))
    webSocket.once('close', forget)
    closeWhenDenied(core, vm, webSocket, caller)
    // ws closes by itself after what is no WebSocket message; the error must have a listener.
    webSocket.on('error', error =>
      core.log.info({ err: error, console: vm.id }, 'a browser broke the WebSocket protocol'),
    )
    const silence = keepHeartbeat(webSocket, socket as Socket)
    void runConsole({ core, vm, webSocket, browser: socket as Socket, caller, silence })
  })
}

/** A grant that is taken back, or ends, takes the console with it. */
function closeWhenDenied({ access }: Core, vm: VmOnHost, webSocket: WebSocket, caller: Caller): void {
  const check = () => {
    if (caller.can('vm.watch', { vm })) return
    closeSoon(webSocket, closeCodes.accessChanged, 'Your permission for this console was taken back, or has ended.')
  }
  access.changes.on('changed', check)
  webSocket.once('close', () => access.changes.off('changed', check))
  check()
}

/** Spends the ticket and takes a seat; or the HTTP status that says why not. */
function admit(
  core: Core,
  request: IncomingMessage,
  caller: Caller,
): { vm: VmOnHost; session: string; leave: () => void } | number {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map(name => name.trim())
  const ticket = offered.find(name => name.startsWith(ticketProtocol))?.slice(ticketProtocol.length)
  if (ticket === undefined) return 401
  const { person, session } = seatOf(caller)
  const vm = core.tickets.redeem(ticket, { person, session })
  if (vm === null) return 401
  if (!caller.can('vm.watch', { vm })) return 403
  if (!offered.includes(rfbProtocol)) return 400
  try {
    return { vm, session, leave: core.tickets.seats.take(person, vm) }
  } catch {
    return 429
  }
}
