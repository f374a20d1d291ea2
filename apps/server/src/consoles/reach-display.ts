import { networkInterfaces } from 'node:os'
import { Fault } from '../fault.ts'
import type { HostWay } from '../hosts/host-ways.ts'
import type { DisplayAddress } from './find-display.ts'
import { GuestChannel } from './guest-channel.ts'
import { GuestSocket } from './guest-socket.ts'
import type { GuestStream } from './guest-stream.ts'

/**
 * Begins to connect to a display, which has its address as its host sees it: on this machine at once, through SSH where
 * that leads to the host, else at the host's own name.
 * @throws {Fault} NO_CONSOLE where the display is out of reach
 */
export function reachDisplay({ host, lookup, tunnel }: HostWay, address: DisplayAddress): GuestStream {
  if (tunnel !== null) {
    const end = 'path' in address ? { socket: address.path } : { ...address, host: onHost(address.host) }
    return new GuestChannel(signal => tunnel(end, signal))
  }
  if (host === null) {
    return new GuestSocket('path' in address ? address : { ...address, host: onThisMachine(address.host) })
  }
  if ('path' in address || isLoopback(address.host)) {
    throw new Fault(
      'NO_CONSOLE',
      `The display listens only on ${host} itself: add the host by SSH (qemu+ssh://) to see it.`,
    )
  }
  // What it says beside that is not believed: else a host could send us anywhere.
  return new GuestSocket({ host, port: address.port, ...(lookup && { lookup }) })
}

/** QEMU on this machine listens on an address of this machine; anything else is no display to connect to. */
function onThisMachine(address: string): string {
  const own = Object.values(networkInterfaces()).flatMap(list => (list ?? []).map(entry => entry.address))
  const host = onHost(address)
  if (own.includes(host) || isLoopback(host)) return host
  throw new Fault('NO_CONSOLE', 'The display listens on an address that is not of this machine.')
}

function onHost(address: string): string {
  if (address === '' || address === '0.0.0.0' || address === 'localhost') return '127.0.0.1'
  return address === '::' ? '::1' : address
}

const isLoopback = (address: string): boolean =>
  address === '' || address === 'localhost' || address === '::1' || /^127\./.test(address)
