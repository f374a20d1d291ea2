import type { Host } from '@porthole/contract'
import type { Caller } from '../core.ts'
import type { HostSnapshot } from './vm-record.ts'

/** A host as the caller may see it, with what they may do on it. */
export function presentHost(host: HostSnapshot, caller: Caller): Host {
  return { ...host, can: [...caller.may({ host: host.id })] }
}
