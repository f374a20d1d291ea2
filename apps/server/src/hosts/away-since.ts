import type { HostSnapshot } from './vm-record.ts'

/** Since when what is known of a host's VMs may be wrong; null while it is connected. */
export const awaySince = ({ state, lastSeen, since }: HostSnapshot): string | null =>
  state === 'connected' ? null : (lastSeen ?? since)
