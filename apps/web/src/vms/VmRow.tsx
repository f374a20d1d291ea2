import type { Vm } from '@porthole/contract'
import Link from 'next/link'
import { type MouseEvent, memo, useRef } from 'react'
import { keyOf } from '../api/vm-key.ts'
import { sizeOfKiB } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { MoreIcon } from '../ui/icons.tsx'
import { useVisible } from '../ui/use-visible.ts'
import { ActFailure } from './ActFailure.tsx'
import { useVmActs } from './acting-context.ts'
import { useUnderWay } from './acts-under-way.ts'
import { CpuMeter } from './CpuMeter.tsx'
import { PrimaryAct } from './PrimaryAct.tsx'
import { StateLabel } from './StateLabel.tsx'
import classes from './table.module.css'
import { useVmLink } from './use-vm-link.ts'
import { VmScreen } from './VmScreen.tsx'

interface VmRowProps {
  vm: Vm
  staleSince: string | null
  twins: ReadonlySet<string>
  /** The one row that Tab leads to; its buttons come after it. */
  current: boolean
}

/** One VM in the table. What has failed on it stands below it, across the whole width. */
export const VmRow = memo(function VmRow({ vm, staleSince, twins, current }: VmRowProps) {
  const row = useRef<HTMLTableRowElement>(null)
  const visible = useVisible(row)
  const failed = useUnderWay(vm)?.phase === 'failed'
  const { openMenu } = useVmActs()
  const link = useVmLink(vm, '', twins)
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
    <>
      <tr
        ref={row}
        className={classes.row}
        tabIndex={tabIndex}
        data-vm={keyOf(vm)}
        data-stale={staleSince ? true : undefined}
        onContextMenu={openAtPointer}
      >
        <td className={classes.screenCell}>
          <Link {...link} tabIndex={-1} aria-label={texts.vms.screenOf(vm.name)}>
            <VmScreen vm={vm} width={160} every={10_000} stale={staleSince !== null} className={classes.screen} />
          </Link>
        </td>
        <th scope="row" className={classes.name}>
          <Link {...link} tabIndex={tabIndex} data-tip={vm.title ?? undefined} data-cut>
            {vm.name}
          </Link>
        </th>
        <td className={classes.state}>
          <StateLabel vm={vm} staleSince={staleSince} />
        </td>
        <td className={`figures ${classes.number} ${classes.wide}`}>{vm.vcpus}</td>
        <td className={`figures ${classes.number} ${classes.wide}`}>{sizeOfKiB(vm.memoryKiB)}</td>
        <td className={`${classes.number} ${classes.cpu}`}>
          <CpuMeter vm={vm} shown={visible && staleSince === null} />
        </td>
        <td className={classes.acts}>
          <span>
            <PrimaryAct vm={vm} staleSince={staleSince} twins={twins} tabIndex={tabIndex} />
            <IconButton label={texts.vms.more(vm.name)} aria-haspopup="menu" tabIndex={tabIndex} onClick={openBeside}>
              <MoreIcon />
            </IconButton>
          </span>
        </td>
      </tr>
      {failed && (
        <tr className={classes.failure}>
          <td colSpan={7}>
            <ActFailure vm={vm} />
          </td>
        </tr>
      )}
    </>
  )
})
