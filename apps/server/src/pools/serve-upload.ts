import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { uploadWindow } from '@porthole/contract'
import { createWebSocketStream, WebSocketServer } from 'ws'
import { closeSoon, keepHeartbeat } from '../consoles/heartbeat.ts'
import type { Caller, Core } from '../core.ts'
import { refuseUpgrade } from '../http/refuse-upgrade.ts'

const webSockets = new WebSocketServer({
  ...{ noServer: true, clientTracking: false, perMessageDeflate: false },
  maxPayload: 1024 * 1024,
})

/**
 * The WebSocket that brings an upload. A body of HTTP would have to be whole within seconds, and many a proxy keeps one on
 * its own disk first; whatever lets consoles through lets this through.
 */
export function serveUpload(core: Core, request: IncomingMessage, socket: Duplex, head: Buffer, caller: Caller): void {
  const id = new URL(request.url ?? '', 'http://localhost').searchParams.get('upload') ?? ''
  const take = core.uploads.taker(id, caller)
  if (take === null) {
    refuseUpgrade(socket, 404)
    return
  }
  webSockets.handleUpgrade(request, socket, head, webSocket => {
    const forget = core.sockets.bind(caller.sessionId ?? '', (code, reason) => closeSoon(webSocket, code, reason))
    webSocket.once('close', forget)
    keepHeartbeat(webSocket)
    // Larger than what may be under way: only who sends more is not read, and with that not heard, for a while.
    const bytes = createWebSocketStream(webSocket, { readableHighWaterMark: 2 * uploadWindow })
    bytes.on('error', () => {})
    take({ webSocket, bytes })
  })
}
