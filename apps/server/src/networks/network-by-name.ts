import type { Network } from '@porthole/libvirt'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'

/** @throws {Fault} NOT_FOUND with a sentence that names the network */
export async function networkByName(link: HostLink, name: string): Promise<Network> {
  try {
    return (await link.call('networkLookupByName', { name })).net
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'NOT_FOUND') throw error
    const message = `There is no network "${name}" on this host: choose another.`
    throw new Fault('NOT_FOUND', message, { data: { issues: [{ path: 'network', message }] }, cause: error })
  }
}
