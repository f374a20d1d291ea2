import type { Lease, NetworkDetails } from '@porthole/contract'
import Link from 'next/link'
import access from '../access/access.module.css'
import { useFleet } from '../hosts/fleet.ts'
import { useShownHost } from '../hosts/host-context.ts'
import layout from '../pools/storage.module.css'
import { clock, exactTime } from '../texts/format.ts'
import { networksTexts as words } from '../texts/networks-texts.ts'
import { vmPath } from '../vms/vm-path.ts'
import classes from './networks.module.css'

/** Who has which address, until when. */
export function LeaseTable({ network: { active, leases, subnets } }: { network: NetworkDetails }) {
  const { columns } = words
  if (!subnets.some(({ ranges }) => ranges.length > 0)) return null
  return (
    <div className={classes.part}>
      <h3>{words.leases}</h3>
      {(leases ?? []).length === 0 ? (
        <p className={layout.quiet}>{active ? words.noLeases : words.leasesOff}</p>
      ) : (
        <table className={`${access.table} ${classes.leases}`}>
          <thead>
            <tr>
              <th scope="col">{columns.ip}</th>
              <th scope="col">{columns.vm}</th>
              <th scope="col">{columns.hostname}</th>
              <th scope="col">{columns.mac}</th>
              <th scope="col">{columns.until}</th>
            </tr>
          </thead>
          <tbody>
            {leases?.map(lease => (
              <tr key={`${lease.ip} ${lease.mac}`}>
                <th scope="row" className="exact">
                  {lease.ip}
                </th>
                <td data-head={columns.vm}>
                  <Holder lease={lease} />
                </td>
                <td data-head={columns.hostname}>{lease.hostname}</td>
                <td data-head={columns.mac} className="exact">
                  {lease.mac}
                </td>
                <td
                  data-head={columns.until}
                  className={classes.until}
                  data-tip={lease.until ? exactTime(lease.until) : undefined}
                >
                  {lease.until ? clock(lease.until) : words.forever}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

function Holder({ lease: { vm, mac } }: { lease: Lease }) {
  const { host } = useShownHost()
  const { twins } = useFleet()
  if (vm === null) return <span className={layout.quiet}>{mac === null ? words.hiddenVm : words.noVm}</span>
  return (
    <Link href={vmPath({ id: vm.id, host: host.id }, '', twins)} prefetch={false}>
      {vm.name}
    </Link>
  )
}
