import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import { connectDisplay, type OpenDisplay } from './connect-display.ts'
import { findDisplay, isSameRun } from './find-display.ts'
import { reachDisplay } from './reach-display.ts'

/**
 * Finds a VM's display as it is at this moment, connects and logs in.
 * @throws {Fault} NO_CONSOLE, or what libvirt or the way to the host says
 * @throws {RfbError} when what answers is no VNC display that can be used
 */
export async function openDisplay(link: HostLink, vm: string, signal: AbortSignal): Promise<OpenDisplay> {
  const display = await findDisplay(link, vm)
  const socket = reachDisplay(link.way, display.address)
  return connectDisplay({ socket, password: display.password, tls: link.way.displayTls }, signal, async () => {
    // Its port may have been another guest's by the time we connected.
    if (!(await isSameRun(link, vm, display.run))) throw new Fault('NO_CONSOLE', 'The VM was stopped meanwhile.')
  })
}
