import { TransportError } from '@porthole/libvirt'
import { faultOf } from '../hosts/libvirt-fault.ts'
import { ByteQueue } from './byte-queue.ts'
import { type GuestLine, greetGuest, RfbError } from './guest-handshake.ts'
import type { GuestStream } from './guest-stream.ts'
import { type DisplayTls, secureDisplay } from './secure-display.ts'

/** A guest's display past its handshake. What it says next is ServerInit. */
export interface OpenDisplay {
  readonly socket: GuestStream
  /** What it said already: to be asked when somebody reads on, and then no more. */
  readonly first: () => Buffer
}

interface Target {
  readonly socket: GuestStream
  readonly password: string | null
  /** For a display that encrypts. */
  readonly tls: DisplayTls
}

/**
 * Waits for the connection to a display and logs in. `connected` is called then, to look meanwhile whose it is.
 * @throws {RfbError} when it can not be reached, or is no VNC display that can be used
 */
export async function connectDisplay(
  { socket, password, tls }: Target,
  signal: AbortSignal,
  connected: () => Promise<void> = async () => {},
): Promise<OpenDisplay> {
  let spoken = lineOf(socket)
  const stop = () => socket.destroy()
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  const secure = async () => {
    spoken = lineOf(await secureDisplay(socket, tls))
    return spoken
  }
  try {
    await socket.connected.catch(error => {
      throw error instanceof TransportError ? faultOf(error) : new RfbError('The display can not be reached.')
    })
    await Promise.all([connected(), greetGuest(spoken, { password, secure })])
    const { stream, incoming } = spoken
    return { socket: stream, first: () => incoming.rest() }
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Keeps what comes until somebody takes it. */
function lineOf(stream: GuestStream): GuestLine & { readonly stream: GuestStream } {
  const incoming = new ByteQueue()
  stream.reader = chunk => {
    incoming.push(chunk)
    return true
  }
  void stream.ended.then(() => incoming.fail(new RfbError('The display closed the connection.')))
  return { stream, incoming, write: bytes => void stream.write(bytes) }
}
