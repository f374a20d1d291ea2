import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { ClientMessages } from './client-messages.ts'
import type { GuestStream } from './guest-stream.ts'
import { UnknownMessage } from './message-kinds.ts'
import { frameInPlace, headroom } from './server-frame.ts'
import { pieceBytes, turnBytes, turns } from './turns.ts'

/** A browser that takes nothing for so long is gone. */
const usualStuckMs = 60_000
/** A browser that takes what waits for it within that is quick enough for large chunks. */
const quickMs = 50
/** Chunks for one that is not: of large ones a slow line would take none in a minute, and look stuck. */
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
  let atMost = pieceBytes
  let stuck: { readonly since: number; readonly timer: NodeJS.Timeout } | undefined
  let end: (how: PipeEnd) => void = () => {}
  const ended = new Promise<PipeEnd>(resolve => {
    end = resolve
  })

  const goOn = () => {
    left = turnBytes
    guest.resume(atMost)
  }
  const taken = () => {
    if (--sent > 0 || stuck === undefined) return
    clearTimeout(stuck.timer)
    atMost = performance.now() - stuck.since < quickMs ? pieceBytes : slowBytes
    stuck = undefined
    turns.next(goOn)
  }
  guest.reader = (chunk, free) => {
    if (webSocket.readyState !== webSocket.OPEN) return false
    sent++
    // One write past ws, which would make two. It compresses nothing, so its own frames are whole, and ours between them.
    if (free >= headroom) browser.write(frameInPlace(chunk), taken)
    else webSocket.send(chunk, binary, taken)
    left -= chunk.length
    if (browser.writableLength > 0) {
      stuck ??= { since: performance.now(), timer: setTimeout(() => end('too-slow'), stuckMs) }
      return false
    }
    if (left > 0) return true
    turns.next(goOn)
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
    clearTimeout(stuck?.timer)
    webSocket.off('message', fromBrowser)
    webSocket.off('close', closed)
    guest.destroy()
  })
}
