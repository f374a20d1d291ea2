import type { Socket } from 'node:net'

/**
 * Waits until a socket is connected: until `event`, its error, which `explain` puts into words, or the signal.
 * A socket that does not get there is destroyed.
 */
export function opened<S extends Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  explain: (error: NodeJS.ErrnoException) => Error,
  signal: AbortSignal | undefined,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      socket.removeListener(event, onOpen)
      socket.removeListener('error', onError)
      signal?.removeEventListener('abort', onAbort)
      act()
    }
    const onOpen = (): void => settle(() => resolve(socket))
    const onError = (error: NodeJS.ErrnoException): void => settle(() => reject(explain(error)))
    const onAbort = (): void => {
      settle(() => reject(signal?.reason))
      socket.on('error', () => {})
      socket.destroy()
    }
    socket.once(event, onOpen)
    socket.once('error', onError)
    if (signal?.aborted) onAbort()
    else signal?.addEventListener('abort', onAbort, { once: true })
  })
}
