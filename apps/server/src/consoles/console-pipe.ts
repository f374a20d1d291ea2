import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { ClientMessages } from './client-messages.ts'
import type { GuestStream } from './guest-stream.ts'
import { UnknownMessage } from './message-kinds.ts'
import { turnBytes, turns } from './turns.ts'

/** A browser that takes nothing for so long is gone. */
const usualStuckMs = 60_000
/** Chunks for a browser that does not take all at once: one that takes so much in a minute is slow, not stuck. */
const slowBytes = 64 * 1024

const binary = { binary: true, compress: false }

export type PipeEnd = 'guest-closed' | 'browser-closed' | 'too-slow' | 'unknown-message'

/**
 * Pipes a guest's display to a browser and back until one side ends; `browser` is the socket below `webSocket`.
 * Nothing is read from the guest while a chunk waits for the browser: more would be memory, and on a slow line lag.
 */
export function pipeConsole(
  guest: GuestStream,
  webSocket: WebSocket,
  browser: Socket,
  messages: ClientMessages,
  stuckMs = usualStuckMs,
): Promise<PipeEnd> {
  let left = turnBytes
  let sent = 0
  let stuck: NodeJS.Timeout | undefined
  let end: (how: PipeEnd) => void = () => {}
  const ended = new Promise<PipeEnd>(resolve => {
    end = resolve
  })

  const taken = () => {
    if (--sent > 0 || stuck === undefined) return
    clearTimeout(stuck)
    stuck = undefined
    guest.resume(slowBytes)
  }
  const nextTurn = () => {
    left = turnBytes
    if (stuck === undefined) guest.resume(turnBytes)
  }
  guest.reader = chunk => {
    sent++
    webSocket.send(chunk, binary, taken)
    left -= chunk.length
    if (browser.writableLength > 0) {
      stuck ??= setTimeout(() => end('too-slow'), stuckMs)
      return false
    }
    if (left > 0) return true
    turns.next(nextTurn)
    return false
  }

  const fromBrowser = (data: Buffer, isBinary: boolean) => {
    if (!isBinary) return
    try {
      const bytes = messages.feed(data)
      if (bytes.length > 0 && !guest.write(bytes, () => webSocket.resume())) webSocket.pause()
    } catch (error) {
      if (!(error instanceof UnknownMessage)) throw error
      end('unknown-message')
    }
  }
  const closed = () => end('browser-closed')
  webSocket.on('message', fromBrowser)
  webSocket.once('close', closed)
  void guest.ended.then(() => end('guest-closed'))

  return ended.finally(() => {
    clearTimeout(stuck)
    webSocket.off('message', fromBrowser)
    webSocket.off('close', closed)
    guest.destroy()
  })
}
