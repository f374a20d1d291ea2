import { networkInterfaces } from 'node:os'
import { DomainXMLFlags } from '@porthole/libvirt'
import { type DomainGraphics, readDomain } from '@porthole/libvirt-xml'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'

/** Where a guest's VNC display listens at this moment, and its password. Neither is kept, logged or sent anywhere. */
export interface Display {
  readonly address: { readonly host: string; readonly port: number } | { readonly path: string }
  readonly password: string | null
  /** libvirt's id of this run of the domain: another run may own the same port. */
  readonly run: number
}

/** Reads the live document: a definition can name a port that another guest has by now. */
export async function findDisplay(link: HostLink, uuid: string): Promise<Display> {
  const { dom } = await link.call('domainLookupByUuid', { uuid })
  if (dom.id === -1) throw new Fault('NO_CONSOLE', 'The VM is off.')
  const { xml } = await link.call('domainGetXmlDesc', { dom, flags: DomainXMLFlags.SECURE })
  const graphics = readDomain(xml).graphics.find(({ type }) => type === 'vnc')
  const address = graphics === undefined ? null : addressOf(graphics)
  if (graphics === undefined || address === null) throw new Fault('NO_CONSOLE')
  return { address, password: graphics.password, run: dom.id }
}

/** True while the domain is in the same run: asked after connecting, it proves whose display answered. */
export async function isSameRun(link: HostLink, uuid: string, run: number): Promise<boolean> {
  const { dom } = await link.call('domainLookupByUuid', { uuid })
  return dom.id === run
}

function addressOf({ listen, port }: DomainGraphics): Display['address'] | null {
  if (listen.kind === 'socket') return listen.socket === null ? null : { path: listen.socket }
  if (listen.kind === 'none' || port === null) return null
  return { host: reachable(listen.address), port }
}

/** QEMU on this machine listens on an address of this machine; anything else is no display to connect to. */
function reachable(address: string | null): string {
  if (address === null || address === '' || address === '0.0.0.0' || address === 'localhost') return '127.0.0.1'
  if (address === '::') return '::1'
  const own = Object.values(networkInterfaces()).flatMap(list => (list ?? []).map(entry => entry.address))
  if (own.includes(address) || /^127\./.test(address)) return address
  throw new Fault('NO_CONSOLE', 'The display listens on an address that is not of this machine.')
}
