import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { securityHeaders } from './security-headers.ts'

/** What is full or stops may let in whoever comes back after a while. */
const retryAfterSeconds = 5

/** Answers a WebSocket upgrade with plain HTTP and closes: nothing of the request was acted on. */
export function refuseUpgrade(socket: Duplex, status: number): void {
  const later = status === 429 || status === 503 ? { 'retry-after': String(retryAfterSeconds) } : {}
  const headers = { ...securityHeaders(false), ...later, connection: 'close', 'content-length': '0' }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.once('error', () => {})
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`, () => socket.destroy())
}
