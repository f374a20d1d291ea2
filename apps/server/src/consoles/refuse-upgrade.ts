import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

/** Answers a WebSocket upgrade with plain HTTP and closes: nothing of the request was acted on. */
export function refuseUpgrade(socket: Duplex, status: number): void {
  socket.once('error', () => {})
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
