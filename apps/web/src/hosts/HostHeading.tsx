import { AlertMark } from '../alerts/AlertMark.tsx'
import { clock, exactTime, sizeOfKiB } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'
import { Notice } from '../ui/Notice.tsx'
import type { FleetHost } from './fleet.ts'
import { HostColourDot, HostMarks } from './HostMarks.tsx'
import { HostName } from './HostName.tsx'
import { HostState } from './HostState.tsx'
import classes from './hosts.module.css'
import type { RowPlace } from './row-heights.ts'

interface HostRowProps {
  group: FleetHost
  span: number
  row: RowPlace
}

/** The row that heads a host's VMs: what it is and how it is. */
export function HostHeading({ group, span, row }: HostRowProps) {
  return (
    <tr className={classes.heading} {...row}>
      <th colSpan={span} scope="rowgroup">
        <HostLine group={group} />
      </th>
    </tr>
  )
}

export function HostLine({ group: { host, on, all, staleSince } }: Pick<HostRowProps, 'group'>) {
  const { node } = host
  return (
    <div className={classes.headingLine}>
      <HostColourDot colour={host.colour} />
      <h2>
        <HostName host={host} className={classes.hostName} />
      </h2>
      <HostState host={host} stale={staleSince !== null} />
      {staleSince && <span data-tip={exactTime(staleSince)}>{texts.hosts.lastSeen(clock(staleSince))}</span>}
      <HostMarks host={host} />
      <AlertMark of={host.id} />
      {node && (
        <span className={`figures ${classes.facts}`} data-tip={`${node.hostname} · ${host.uri}`}>
          {texts.hosts.versions(node.hypervisor, node.hypervisorVersion, node.libvirtVersion)} · {node.arch} ·{' '}
          {texts.hosts.facts(node.cpus, sizeOfKiB(node.memoryKiB))}
        </span>
      )}
      <span className={`figures ${classes.count}`}>{texts.frame.running(on, all)}</span>
    </div>
  )
}

/** What is wrong with the host, right below its heading. */
export function HostProblem({ group: { host }, span, row }: HostRowProps) {
  return (
    <tr className={classes.problem} {...row}>
      <td colSpan={span}>
        <Notice tone="warning">{host.problem?.message}</Notice>
      </td>
    </tr>
  )
}
