import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'

const everyMs = 10_000

/**
 * Ends a WebSocket whose other end is gone without a word: two pings without an answer. Stops by itself on close. The
 * answer tells for how many ms the other end gave no sign of life; where `browser`, the socket below, is given, that it
 * takes what waits for it is one.
 */
export function keepHeartbeat(webSocket: WebSocket, browser?: Socket): () => number {
  let missed = 0
  let heard = performance.now()
  let taken = 0
  const timer = setInterval(() => {
    // What waits in the queue is ahead of the ping: that a slow reader does not answer yet says nothing.
    if (webSocket.bufferedAmount > 0) return
    if (++missed > 2) webSocket.terminate()
    else webSocket.ping()
  }, everyMs)
  timer.unref()
  webSocket.on('pong', () => {
    missed = 0
    heard = performance.now()
  })
  webSocket.on('message', () => {
    heard = performance.now()
  })
  webSocket.once('close', () => clearInterval(timer))
  return () => {
    const waits = browser?.writableLength ?? 0
    const before = taken
    taken = (browser?.bytesWritten ?? 0) - waits
    // While nothing waits, what it was sent may lie anywhere on the way.
    if (waits > 0 && taken > before) heard = performance.now()
    return performance.now() - heard
  }
}

/** RFC 6455 leaves 123 bytes for the reason of a close. */
const longestReason = 123

/** Calls this when it closes, or at once where it has closed already. */
export function whenClosed(webSocket: WebSocket, act: () => void): void {
  if (webSocket.readyState === webSocket.CLOSED) act()
  else webSocket.once('close', act)
}

/** Closes, and does not wait long for the other side to agree. */
export function closeSoon(webSocket: WebSocket, code: number, reason: string): void {
  // Its agreement is heard only while it is read.
  webSocket.resume()
  const cut = new TextDecoder().decode(Buffer.from(reason).subarray(0, longestReason - 3), { stream: true })
  webSocket.close(code, cut)
  const timer = setTimeout(() => webSocket.terminate(), 2000)
  timer.unref()
  webSocket.once('close', () => clearTimeout(timer))
}
