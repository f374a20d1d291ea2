import { TransportError } from '@porthole/libvirt'
import { faultOf } from '../hosts/libvirt-fault.ts'
import { ByteQueue } from './byte-queue.ts'
import { greetGuest, RfbError } from './guest-handshake.ts'
import type { GuestStream } from './guest-stream.ts'

/** A guest's display past its handshake. What it says next is ServerInit. */
export interface OpenDisplay {
  readonly socket: GuestStream
  /** What it said already: to be asked when somebody reads on, and then no more. */
  readonly first: () => Buffer
}

/**
 * Waits for the connection to a display and logs in. `connected` is called then, to look meanwhile whose it is.
 * @throws {RfbError} when it can not be reached, or is no VNC display that can be used
 */
export async function connectDisplay(
  { socket, password }: { readonly socket: GuestStream; readonly password: string | null },
  signal: AbortSignal,
  connected: () => Promise<void> = async () => {},
): Promise<OpenDisplay> {
  const incoming = new ByteQueue()
  const stop = () => socket.destroy()
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  socket.reader = chunk => {
    incoming.push(chunk)
    return true
  }
  void socket.ended.then(() => incoming.fail(new RfbError('The display closed the connection.')))
  try {
    await socket.connected.catch(error => {
      throw error instanceof TransportError ? faultOf(error) : new RfbError('The display can not be reached.')
    })
    await Promise.all([connected(), greetGuest(incoming, bytes => void socket.write(bytes), password)])
    return { socket, first: () => incoming.rest() }
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
