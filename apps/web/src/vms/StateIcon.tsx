import type { VmState } from '@porthole/contract'
import classes from './state.module.css'
import { stateIcons } from './vm-states.ts'

export function StateIcon({ state, stale = false, size = 16 }: { state: VmState; stale?: boolean; size?: number }) {
  const shown = stale ? 'unknown' : state
  const Drawn = stateIcons[shown]
  return (
    <span className={classes.icon} data-state={shown}>
      <Drawn size={size} />
    </span>
  )
}
