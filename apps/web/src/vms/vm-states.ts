import type { VmState } from '@porthole/contract'
import {
  AsleepIcon,
  CrashedIcon,
  type Icon,
  OffIcon,
  PausedIcon,
  RunningIcon,
  SavedIcon,
  ShuttingDownIcon,
  UnknownIcon,
} from '../ui/icons.tsx'

/** Colour never stands alone: each state has its own shape too, and its word in the catalogue of texts. */
export const stateIcons: Record<VmState, Icon> = {
  running: RunningIcon,
  paused: PausedIcon,
  'shutting-down': ShuttingDownIcon,
  'shut-off': OffIcon,
  saved: SavedIcon,
  crashed: CrashedIcon,
  'pm-suspended': AsleepIcon,
  unknown: UnknownIcon,
}
