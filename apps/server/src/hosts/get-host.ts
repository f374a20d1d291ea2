import type { HostDetails } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { certificateFacts } from './host-certificates.ts'
import { readMachine } from './host-machine.ts'
import { presentHost } from './present-host.ts'

export const getHost: Verb<{ host: string }, HostDetails> = async ({ hosts }, { host }, caller) => {
  const link = hosts.link(host)
  const certificates = hosts.certificates(host)
  return {
    ...presentHost(link.snapshot(), caller),
    notes: await hosts.notes(host),
    certificates: certificates === null || certificates === 'lost' ? null : certificateFacts(certificates),
    machine: link.connected ? await readMachine(link) : null,
  }
}
