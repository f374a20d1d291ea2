import { DomainXMLFlags } from '@porthole/libvirt'
import { type DomainGraphics, readDomain } from '@porthole/libvirt-xml'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'

/** Where a display listens, as its host sees it. The host may be empty: libvirt's default, loopback. */
export type DisplayAddress = { readonly host: string; readonly port: number } | { readonly path: string }

/** Where a guest's VNC display listens at this moment, and its password. Neither is kept, logged or sent anywhere. */
export interface Display {
  readonly address: DisplayAddress
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
  if (graphics?.listen.kind === 'none') {
    throw new Fault(
      'NO_CONSOLE',
      'The display listens nowhere, for programs on its own host alone: change its listen type to socket or address.',
    )
  }
  if (graphics === undefined || address === null) throw new Fault('NO_CONSOLE')
  return { address, password: graphics.password, run: dom.id }
}

/** True while the domain is in the same run: asked after connecting, it proves whose display answered. */
export async function isSameRun(link: HostLink, uuid: string, run: number): Promise<boolean> {
  const { dom } = await link.call('domainLookupByUuid', { uuid })
  return dom.id === run
}

function addressOf({ listen, port }: DomainGraphics): DisplayAddress | null {
  if (listen.kind === 'socket') return listen.socket === null ? null : { path: listen.socket }
  if (listen.kind === 'none' || port === null) return null
  return { host: listen.address ?? '', port }
}
