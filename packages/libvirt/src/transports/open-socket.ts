import type { Duplex } from 'node:stream'
import type { TransportError } from '../errors.ts'

/** Resolves when a socket says that it is connected; else destroys it and rejects with its error or the signal's reason. */
export function opened(socket: Duplex, event: 'connect' | 'secureConnect', signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      socket.off(event, onOpen)
      socket.off('error', onError)
      socket.off('close', onClose)
      signal?.removeEventListener('abort', onAbort)
    }
    const fail = (reason: unknown): void => {
      settle()
      // What is being destroyed may still fail, and nobody else listens.
      socket.on('error', () => {})
      socket.destroy()
      reject(reason)
    }
    const onOpen = (): void => {
      settle()
      resolve()
    }
    const onError = (error: Error): void => fail(error)
    const onClose = (): void => fail(Object.assign(new Error('the other side closed the connection'), closedEarly))
    const onAbort = (): void => fail(signal?.reason)
    socket.once(event, onOpen)
    socket.once('error', onError)
    socket.once('close', onClose)
    signal?.addEventListener('abort', onAbort, { once: true })
    if (signal?.aborted) onAbort()
  })
}

const closedEarly = { code: 'ECONNRESET' }

/** Gives `open` a signal that fires with the caller's, or with `tooLate` after so many ms. */
export async function inTime<Opened>(
  ms: number,
  tooLate: () => TransportError,
  signal: AbortSignal | undefined,
  open: (signal: AbortSignal) => Promise<Opened>,
): Promise<Opened> {
  signal?.throwIfAborted()
  const giveUp = new AbortController()
  const onAbort = (): void => giveUp.abort(signal?.reason)
  const timer = setTimeout(() => giveUp.abort(tooLate()), ms)
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    return await open(giveUp.signal)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}
