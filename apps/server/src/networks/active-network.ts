import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'

/** Makes sure that a network is there and runs; one that is off is started. */
export async function activeNetwork(link: HostLink, name: string): Promise<void> {
  const { net } = await link.call('networkLookupByName', { name }).catch(error => {
    if (!(error instanceof Fault) || error.code !== 'NOT_FOUND') throw error
    const message = `There is no network "${name}" on this host: choose another.`
    throw new Fault('NOT_FOUND', message, { data: { issues: [{ path: 'network', message }] }, cause: error })
  })
  const { active } = await link.call('networkIsActive', { net })
  if (active === 0) await link.call('networkCreate', { net })
}
