import type { Vm } from '@porthole/contract'
import { type MouseEvent, memo, type ReactNode, useRef } from 'react'
import { AlertMark } from '../alerts/AlertMark.tsx'
import { useNewestVm } from '../api/LiveFleet.tsx'
import { keyOf } from '../api/vm-key.ts'
import type { ColumnId } from '../hosts/columns.ts'
import { SelectBox } from '../hosts/SelectBox.tsx'
import { sizeOfKiB } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { MoreIcon } from '../ui/icons.tsx'
import { useLookedAt } from '../ui/use-looked-at.ts'
import { useVmActs } from './acting-context.ts'
import { LiveCell, type LiveColumn, liveColumns } from './LiveCell.tsx'
import { PrimaryAct } from './PrimaryAct.tsx'
import { StateLabel } from './StateLabel.tsx'
import classes from './table.module.css'
import { useVmAnchor } from './use-vm-link.ts'
import { ScreenPlace, VmScreen } from './VmScreen.tsx'

interface VmRowProps {
  /** As the list has it; the row itself follows what events say of it. */
  vm: Vm
  hostName: string
  /** "lab/builders"; null for none. */
  folder: string | null
  staleSince: string | null
  twins: ReadonlySet<string>
  columns: readonly ColumnId[]
  /** The one row that Tab leads to; its buttons come after it. */
  current: boolean
  index: number
}

/** One VM in the table. It is drawn again only when it itself changed; its words first, the rest when somebody looks. */
export const VmRow = memo(function VmRow(props: VmRowProps) {
  const { staleSince, twins, columns, current, index } = props
  const vm = useNewestVm(props.vm)
  const row = useRef<HTMLTableRowElement>(null)
  const looked = useLookedAt(row)
  const full = looked.ever || current
  const { openMenu } = useVmActs()
  const { href, ...link } = useVmAnchor(vm, '', twins)
  const tabIndex = current ? 0 : -1
  const openBeside = (event: MouseEvent<HTMLElement>) => {
    openMenu(vm, {
      at: event.currentTarget.getBoundingClientRect(),
      opener: event.currentTarget,
      staleSince,
      twins,
    })
  }
  const openAtPointer = (event: MouseEvent<HTMLElement>) => {
    event.preventDefault()
    const { clientX: left, clientY: top } = event
    // A menu key has no pointer: the browser reports a corner, and the row is the better place.
    const at = left || top ? { left, right: left, top, bottom: top } : event.currentTarget.getBoundingClientRect()
    openMenu(vm, { at, opener: row.current, staleSince, twins })
  }
  return (
    <tr
      ref={row}
      className={classes.row}
      tabIndex={tabIndex}
      data-vm={keyOf(vm)}
      aria-rowindex={index + 2}
      data-stale={staleSince ? true : undefined}
      onContextMenu={openAtPointer}
    >
      <td className={classes.selectCell}>
        <SelectBox vmKey={keyOf(vm)} name={vm.name} tabIndex={tabIndex} />
      </td>
      <td className={classes.screenCell}>
        <a href={href} {...link} tabIndex={-1} aria-label={texts.vms.screenOf(vm.name)}>
          {full ? (
            <VmScreen vm={vm} width={160} every={10_000} stale={staleSince !== null} className={classes.screen} />
          ) : (
            <ScreenPlace className={classes.screen} />
          )}
        </a>
      </td>
      {columns.map(id =>
        id === 'name' ? (
          <th key={id} scope="row" className={classes.name}>
            <a href={href} {...link} tabIndex={tabIndex} data-tip={vm.title ?? undefined} data-cut>
              {vm.name}
            </a>
            <AlertMark of={keyOf(vm)} />
          </th>
        ) : (
          <td key={id} className={cellClass[id]} data-cut={id === 'host' || undefined}>
            {isLive(id)
              ? full && <LiveCell vm={vm} id={id} shown={looked.now && staleSince === null} />
              : cell(id, vm, props)}
          </td>
        ),
      )}
      <td className={classes.acts}>
        {full && (
          <span>
            <PrimaryAct vm={vm} staleSince={staleSince} twins={twins} tabIndex={tabIndex} />
            <IconButton label={texts.vms.more(vm.name)} aria-haspopup="menu" tabIndex={tabIndex} onClick={openBeside}>
              <MoreIcon />
            </IconButton>
          </span>
        )}
      </td>
    </tr>
  )
})

type Plain = Exclude<ColumnId, 'name'>

const figure = `figures ${classes.number}`
const cellClass: Record<Plain, string | undefined> = {
  state: classes.state,
  host: classes.cut,
  vcpus: figure,
  memory: figure,
  cpu: classes.number,
  used: classes.number,
  disk: classes.number,
  net: classes.number,
  autostart: classes.cut,
  ip: `exact ${classes.cut}`,
  os: classes.cut,
  folder: classes.cut,
  owner: classes.cut,
  snapshots: figure,
  tags: classes.cut,
  accelerator: classes.cut,
  uuid: `exact ${classes.cut}`,
}

const isLive = (id: Plain): id is LiveColumn => id in liveColumns

function cell(id: Exclude<Plain, LiveColumn>, vm: Vm, { hostName, staleSince, folder }: VmRowProps): ReactNode {
  switch (id) {
    case 'state':
      return <StateLabel vm={vm} staleSince={staleSince} />
    case 'host':
      return hostName
    case 'vcpus':
      return vm.vcpus
    case 'memory':
      return sizeOfKiB(vm.memoryKiB)
    case 'autostart':
      return texts.vms.autostart(vm.autostart)
    case 'ip':
      return vm.ips.join(' ')
    case 'os':
      return vm.os
    case 'folder':
      return folder
    case 'tags':
      return vm.tags.join(' ')
    case 'owner':
      return vm.owner
    case 'snapshots':
      return vm.snapshots.length || null
    case 'accelerator':
      return texts.vms.accelerators[vm.accelerator]
    case 'uuid':
      return vm.id
  }
}
