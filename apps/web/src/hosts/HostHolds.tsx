import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { AlertMark } from '../alerts/AlertMark.tsx'
import { poolMark } from '../alerts/alert-marks.ts'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { usePools } from '../pools/use-pools.ts'
import { sizeOfBytes, sizeOfKiB } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'
import { Notice } from '../ui/Notice.tsx'
import { StateLabel } from '../vms/StateLabel.tsx'
import { vmPath } from '../vms/vm-path.ts'
import { hostFilter } from './FleetTree.tsx'
import { type FleetHost, useFleet } from './fleet.ts'
import classes from './host-page.module.css'
import { networkPath, poolPath } from './host-path.ts'

const words = texts.host
const { columns } = words
const mostVms = 20

/** What is on the host: VMs, storage pools and networks. */
export function HostHolds({ group }: { group: FleetHost }) {
  return (
    <div className={classes.holds}>
      <Vms group={group} />
      <Pools group={group} />
      <Networks group={group} />
    </div>
  )
}

function Vms({ group: { host, vms, on, all, staleSince } }: { group: FleetHost }) {
  const { twins } = useFleet()
  const first = vms.toSorted((a, b) => Number(b.active) - Number(a.active)).slice(0, mostVms)
  return (
    <section>
      <h2>
        {words.vms}
        {all > 0 && (
          <Link href={hostFilter(host.name)} className={classes.all}>
            {words.allVms(texts.frame.running(on, all))}
          </Link>
        )}
      </h2>
      {all === 0 ? (
        <p className={classes.nothing}>{words.noVms}</p>
      ) : (
        <Listed heads={[columns.name, columns.state, columns.vcpus, columns.memory]}>
          {first.map(vm => (
            <tr key={vm.id}>
              <td>
                <Link href={vmPath(vm, '', twins)} prefetch={false}>
                  {vm.name}
                </Link>
              </td>
              <td>
                <StateLabel vm={vm} staleSince={staleSince} />
              </td>
              <td className="figures">{vm.vcpus}</td>
              <td className="figures">{sizeOfKiB(vm.memoryKiB)}</td>
            </tr>
          ))}
        </Listed>
      )}
      {all > first.length && <Link href={hostFilter(host.name)}>{words.moreVms(all - first.length)}</Link>}
    </section>
  )
}

function Pools({ group: { host } }: { group: FleetHost }) {
  const pools = usePools(host.state === 'connected' && host.can.includes('storage.see') ? host.id : '')
  if (!host.can.includes('storage.see')) return null
  return (
    <section>
      <h2>{words.pools}</h2>
      <Failed error={pools.error} />
      {pools.data?.pools.length === 0 && <p className={classes.nothing}>{words.noPools}</p>}
      {pools.data && pools.data.pools.length > 0 && (
        <Listed heads={[columns.name, columns.state, columns.type, columns.free]}>
          {pools.data.pools.map(({ name, active, type, path, capacity, available }) => (
            <tr key={name}>
              <td data-tip={path ?? undefined}>
                <Link href={poolPath(host, name)} prefetch={false}>
                  {name}
                </Link>
                <AlertMark of={poolMark(host.id, name)} />
              </td>
              <td>{active ? words.active : words.inactive}</td>
              <td>{type}</td>
              <td className="figures">{active && words.free(sizeOfBytes(available), sizeOfBytes(capacity))}</td>
            </tr>
          ))}
        </Listed>
      )}
    </section>
  )
}

function Networks({ group: { host } }: { group: FleetHost }) {
  const may = host.can.includes('network.see')
  const networks = useQuery(
    orpc.networks.listNetworks.queryOptions({
      input: { host: host.id },
      enabled: may && host.state === 'connected',
    }),
  )
  if (!may) return null
  return (
    <section>
      <h2>{words.networks}</h2>
      <Failed error={networks.error} />
      {networks.data?.networks.length === 0 && <p className={classes.nothing}>{words.noNetworks}</p>}
      {networks.data && networks.data.networks.length > 0 && (
        <Listed heads={[columns.name, columns.state, columns.mode, columns.bridge]}>
          {networks.data.networks.map(({ name, active, autostart, mode, bridge }) => (
            <tr key={name}>
              <td>
                <Link href={networkPath(host, name)} prefetch={false}>
                  {name}
                </Link>
              </td>
              <td>
                {[active ? words.active : words.inactive, autostart && words.autostart].filter(Boolean).join(', ')}
              </td>
              <td>{mode}</td>
              <td className="exact">{bridge}</td>
            </tr>
          ))}
        </Listed>
      )}
    </section>
  )
}

function Failed({ error }: { error: Error | null }) {
  return error && <Notice tone="error">{failureOf(error).sentence}</Notice>
}

function Listed({ heads, children }: { heads: readonly string[]; children: ReactNode }) {
  return (
    <div className={classes.scroll}>
      <table className={classes.listed}>
        <thead>
          <tr>
            {heads.map(head => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
