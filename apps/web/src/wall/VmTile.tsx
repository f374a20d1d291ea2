import type { Vm } from '@porthole/contract'
import Link from 'next/link'
import { type MouseEvent, memo, useRef } from 'react'
import { AlertMark } from '../alerts/AlertMark.tsx'
import { useNewestVm } from '../api/LiveFleet.tsx'
import { keyOf } from '../api/vm-key.ts'
import { SelectBox } from '../hosts/SelectBox.tsx'
import { clock } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'
import { wallTexts as words } from '../texts/wall-texts.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { MoreIcon } from '../ui/icons.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import { useVmActs } from '../vms/acting-context.ts'
import { whyNot } from '../vms/acts.ts'
import { useUnderWay } from '../vms/acts-under-way.ts'
import { StateIcon } from '../vms/StateIcon.tsx'
import { useVmLink } from '../vms/use-vm-link.ts'
import { VmScreen } from '../vms/VmScreen.tsx'
import classes from './wall.module.css'

interface VmTileProps {
  vm: Vm
  /** Null where a heading says it. */
  hostName: string | null
  staleSince: string | null
  twins: ReadonlySet<string>
  /** The one tile that Tab leads to; its buttons come after it. */
  current: boolean
  /** Pixels asked of the server. */
  width: number
}

/** One VM on the wall: what its display shows, and else its state. It is drawn again only when it itself changed. */
export const VmTile = memo(function VmTile({ vm: listed, hostName, staleSince, twins, current, width }: VmTileProps) {
  const vm = useNewestVm(listed)
  const tile = useRef<HTMLDivElement>(null)
  const { openMenu } = useVmActs()
  const underWay = useUnderWay(vm)
  const page = useVmLink(vm, '', twins)
  const console = useVmLink(vm, 'console', twins)
  const opens = whyNot(vm, 'openConsole', staleSince) === null
  const tabIndex = current ? 0 : -1
  const stale = staleSince !== null
  const word = texts.vms.states[vm.state]
  const state = stale ? `${texts.hosts.was(word)} · ${texts.hosts.lastSeen(clock(staleSince))}` : word
  const open = (at: { left: number; right: number; top: number; bottom: number }) =>
    openMenu(vm, { at, opener: tile.current, staleSince, twins })
  const openAtPointer = (event: MouseEvent<HTMLElement>) => {
    event.preventDefault()
    const { clientX: left, clientY: top } = event
    open(left || top ? { left, right: left, top, bottom: top } : event.currentTarget.getBoundingClientRect())
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a grid of tiles is no table
    <div
      ref={tile}
      role="gridcell"
      className={classes.tile}
      tabIndex={tabIndex}
      data-vm={keyOf(vm)}
      data-stale={stale || undefined}
      onContextMenu={openAtPointer}
    >
      <Link
        {...(opens ? console : page)}
        tabIndex={-1}
        aria-label={opens ? texts.vms.openConsoleOf(vm.name) : vm.name}
        className={classes.picture}
      >
        <VmScreen
          vm={vm}
          width={width}
          every={5000}
          stale={stale}
          last
          className={classes.screen}
          none={
            <span className={classes.none}>
              <StateIcon state={vm.state} stale={stale} size={24} />
              <span>{state}</span>
              {why(vm) && <span className={classes.why}>{why(vm)}</span>}
            </span>
          }
        />
      </Link>
      <span className={classes.select}>
        <SelectBox vmKey={keyOf(vm)} name={vm.name} tabIndex={tabIndex} />
      </span>
      <div className={classes.foot}>
        <span className={classes.state} data-tip={state}>
          {underWay?.phase === 'asked' ? <Spinner /> : <StateIcon state={vm.state} stale={stale} size={14} />}
          <span className="only-heard">{underWay?.phase === 'asked' ? texts.acts.underWay[underWay.act] : state}</span>
        </span>
        <span className={classes.names}>
          <Link {...page} tabIndex={tabIndex} className={classes.name} data-tip={vm.title ?? undefined} data-cut>
            {vm.name}
          </Link>
          {hostName !== null && (
            <span className={classes.host} data-cut>
              {hostName}
            </span>
          )}
        </span>
        <AlertMark of={keyOf(vm)} />
        <IconButton
          label={texts.vms.more(vm.name)}
          aria-haspopup="menu"
          tabIndex={tabIndex}
          onClick={event => open(event.currentTarget.getBoundingClientRect())}
        >
          <MoreIcon />
        </IconButton>
      </div>
    </div>
  )
})

/** Why a VM that is on shows no picture, as far as it can be told beforehand. */
function why(vm: Vm): string | null {
  if (!vm.active) return null
  if (!vm.can.includes('vm.watch')) return words.mayNot
  return vm.displays.length === 0 ? words.noDisplay : null
}
