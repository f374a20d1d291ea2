import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import { ByteQueue } from './byte-queue.ts'
import { findDisplay, isSameRun } from './find-display.ts'
import { greetGuest, RfbError } from './guest-handshake.ts'
import { GuestSocket } from './guest-socket.ts'

/** A guest's display past its handshake. What it says next is ServerInit. */
export interface OpenDisplay {
  readonly socket: GuestSocket
  /** What it said already. */
  readonly first: Buffer
}

/**
 * Finds the display as it is at this moment, connects and logs in.
 * @throws {Fault} NO_CONSOLE, or what libvirt says
 * @throws {RfbError} when what answers is no VNC display that can be used
 */
export async function openDisplay(link: HostLink, vm: string, signal: AbortSignal): Promise<OpenDisplay> {
  const display = await findDisplay(link, vm)
  signal.throwIfAborted()
  const socket = new GuestSocket(display.address)
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
    const greeting = greetGuest(incoming, bytes => void socket.write(bytes), display.password)
    const [same] = await Promise.all([isSameRun(link, vm, display.run), greeting])
    // Its port may have been another guest's by the time we connected.
    if (!same) throw new Fault('NO_CONSOLE', 'The VM was stopped meanwhile.')
    return { socket, first: incoming.rest() }
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
