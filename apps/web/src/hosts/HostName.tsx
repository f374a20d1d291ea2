import type { Host } from '@porthole/contract'
import Link from 'next/link'
import { hostPath } from './host-path.ts'

/** Leads to the host's page, where one may see it. */
export function HostName({ host, className }: { host: Host; className?: string | undefined }) {
  if (!host.can.includes('host.see')) return host.name
  return (
    <Link href={hostPath(host)} prefetch={false} className={className}>
      {host.name}
    </Link>
  )
}
