import { ByteQueue } from './byte-queue.ts'
import type { Display } from './find-display.ts'
import { greetGuest, RfbError } from './guest-handshake.ts'
import { GuestSocket } from './guest-socket.ts'

/** A guest's display past its handshake. What it says next is ServerInit. */
export interface OpenDisplay {
  readonly socket: GuestSocket
  /** What it said already. */
  readonly first: Buffer
}

/**
 * Connects to a display and logs in. `connected` is called as soon as the socket is, to look meanwhile whose it is.
 * @throws {RfbError} when it can not be reached, or is no VNC display that can be used
 */
export async function connectDisplay(
  { address, password }: Pick<Display, 'address' | 'password'>,
  signal: AbortSignal,
  connected: () => Promise<void> = async () => {},
): Promise<OpenDisplay> {
  signal.throwIfAborted()
  const socket = new GuestSocket(address)
  const incoming = new ByteQueue()
  const stop = () => socket.destroy()
  signal.addEventListener('abort', stop, { once: true })
  socket.reader = chunk => {
    incoming.push(chunk)
    return { more: true, held: false }
  }
  void socket.ended.then(() => incoming.fail(new RfbError('The display closed the connection.')))
  try {
    await socket.connected.catch(() => {
      throw new RfbError('The display can not be reached.')
    })
    await Promise.all([connected(), greetGuest(incoming, bytes => void socket.write(bytes), password)])
    return { socket, first: incoming.rest() }
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
