import type { Host } from '@porthole/contract'
import { clock, exactTime, sizeOfKiB } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'
import { Notice } from '../ui/Notice.tsx'
import { HostState } from './HostState.tsx'
import classes from './hosts.module.css'

interface HostHeadingProps {
  host: Host
  on: number
  all: number
  staleSince: string | null
}

/** The rows that head a host's VMs: what it is, how it is, and what is wrong with it. */
export function HostHeading({ host, on, all, staleSince }: HostHeadingProps) {
  const { node } = host
  return (
    <>
      <tr className={classes.heading} id={`host-${host.id}`}>
        <th colSpan={7} scope="rowgroup">
          <div className={classes.headingLine}>
            <h2>{host.name}</h2>
            <HostState host={host} stale={staleSince !== null} />
            {staleSince && <span data-tip={exactTime(staleSince)}>{texts.hosts.lastSeen(clock(staleSince))}</span>}
            {node && (
              <span className={`figures ${classes.facts}`} data-tip={`${node.hostname} · ${host.uri}`}>
                {texts.hosts.versions(node.hypervisor, node.hypervisorVersion, node.libvirtVersion)} · {node.arch} ·{' '}
                {texts.hosts.facts(node.cpus, sizeOfKiB(node.memoryKiB))}
              </span>
            )}
            <span className={`figures ${classes.count}`}>{texts.frame.running(on, all)}</span>
          </div>
        </th>
      </tr>
      {host.problem && (
        <tr className={classes.problem}>
          <td colSpan={7}>
            <Notice tone="warning">{host.problem.message}</Notice>
          </td>
        </tr>
      )}
    </>
  )
}
