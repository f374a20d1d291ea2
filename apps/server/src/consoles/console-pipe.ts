import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import { type ClientMessages, UnknownMessage } from './client-messages.ts'
import type { GuestStream, Taken } from './guest-stream.ts'

/** How much may wait for a browser. More would only be lag: on a slow line this is about a second of picture. */
const mostQueued = 256 * 1024
/** What one console may pass on in one turn of the event loop, so that its neighbours' keys are not kept waiting. */
const turnBytes = 64 * 1024
/** A browser that takes nothing for so long is gone. */
const usualStuckMs = 60_000

export type PipeEnd = 'guest-closed' | 'browser-closed' | 'too-slow' | 'unknown-message'

/**
 * Pipes a guest's display to a browser and back until one side ends; `browser` is the socket below `webSocket`.
 * Memory is bounded both ways: neither side is read faster than the other takes it.
 */
export function pipeConsole(
  guest: GuestStream,
  webSocket: WebSocket,
  browser: Socket,
  messages: ClientMessages,
  stuckMs = usualStuckMs,
): Promise<PipeEnd> {
  let budget = turnBytes
  let stuck: NodeJS.Timeout | undefined
  let end: (how: PipeEnd) => void = () => {}
  const ended = new Promise<PipeEnd>(resolve => {
    end = resolve
  })

  guest.reader = (chunk): Taken => {
    const idle = browser.writableLength === 0
    // Behind others it waits for sure: a copy of its own size, or each small chunk would hold a whole read buffer.
    webSocket.send(idle ? chunk : Buffer.from(chunk), { binary: true, compress: false })
    const held = idle && browser.writableLength > 0
    if (browser.writableLength >= mostQueued) {
      stuck ??= setTimeout(() => end('too-slow'), stuckMs)
      return { more: false, held }
    }
    budget -= chunk.length
    if (budget > 0) return { more: true, held }
    setImmediate(() => guest.resume())
    budget = turnBytes
    return { more: false, held }
  }

  const drained = () => {
    clearTimeout(stuck)
    stuck = undefined
    guest.resume()
  }
  const fromBrowser = (data: Buffer) => {
    try {
      const bytes = messages.feed(data)
      if (bytes.length > 0 && !guest.write(bytes, () => webSocket.resume())) webSocket.pause()
    } catch (error) {
      if (!(error instanceof UnknownMessage)) throw error
      end('unknown-message')
    }
  }
  const closed = () => end('browser-closed')
  browser.on('drain', drained)
  webSocket.on('message', fromBrowser)
  webSocket.once('close', closed)
  void guest.ended.then(() => end('guest-closed'))

  return ended.finally(() => {
    clearTimeout(stuck)
    browser.off('drain', drained)
    webSocket.off('message', fromBrowser)
    webSocket.off('close', closed)
    guest.destroy()
  })
}
