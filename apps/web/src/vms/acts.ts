import { type EntryMeta, type Permission, type Vm, vmRules } from '@porthole/contract'
import { entries } from '../api/client.ts'
import { texts } from '../texts/texts.ts'
import {
  CameraIcon,
  ChipIcon,
  ConsoleIcon,
  DeleteIcon,
  DiscardIcon,
  type Icon,
  PauseIcon,
  PlugIcon,
  PowerIcon,
  RebootIcon,
  ResetIcon,
  RestoreIcon,
  SaveIcon,
  StartIcon,
  WarningIcon,
} from '../ui/icons.tsx'

interface Spec {
  readonly icon: Icon
  /** The VM as it is once the act took effect; `undefined` is a VM that is gone. */
  readonly reached: (vm: Vm | undefined) => boolean
  /** It can cost data: stands apart, in red, and asks first. */
  readonly danger?: true
}

const always = () => true
const on = (vm: Vm | undefined) => vm?.active === true
const off = (vm: Vm | undefined) => vm?.active !== true

/** What one can ask of a VM, in the order of its menu. Keys are the contract's names. */
export const acts = {
  startVm: { icon: StartIcon, reached: on },
  restoreVm: { icon: RestoreIcon, reached: on },
  resumeVm: { icon: StartIcon, reached: vm => vm?.state !== 'paused' },
  pauseVm: { icon: PauseIcon, reached: vm => vm?.state !== 'running' },
  saveVm: { icon: SaveIcon, reached: off },
  shutDownVm: { icon: PowerIcon, reached: off },
  rebootVm: { icon: RebootIcon, reached: always },
  resetVm: { icon: ResetIcon, reached: always, danger: true },
  takeScreenshot: { icon: CameraIcon, reached: always },
  injectNmi: { icon: WarningIcon, reached: always, danger: true },
  forceOffVm: { icon: PlugIcon, reached: off, danger: true },
  useEmulation: { icon: ChipIcon, reached: vm => vm?.accelerator !== 'kvm' },
  discardSavedState: { icon: DiscardIcon, reached: vm => vm?.state !== 'saved', danger: true },
  deleteVm: { icon: DeleteIcon, reached: vm => vm === undefined, danger: true },
} as const satisfies Partial<Record<keyof typeof vmRules, Spec>>

export type VmAct = keyof typeof acts

export function spec(act: VmAct): Spec {
  return acts[act]
}

export const consoleIcon = ConsoleIcon

/** The permission that the contract demands for it. */
function permissionFor(act: VmAct | 'openConsole'): Permission {
  const entry = act === 'openConsole' ? entries.consoles.openConsole : entries.vms[act]
  return (entry['~orpc'].meta as EntryMeta).permission as Permission
}

/**
 * Why the act can't be asked for now, as a sentence; null when it can. A missing permission comes first: no state
 * of the VM would help against it.
 */
export function whyNot(vm: Vm, act: VmAct | 'openConsole', staleSince: string | null): string | null {
  const permission = permissionFor(act)
  if (!vm.can.includes(permission)) return texts.acts.notAllowed(permission)
  if (staleSince) return texts.acts.notLive
  return vmRules[act](vm)
}

/** The act that one most likely wants in this state: the row's one button. */
export function primaryAct(vm: Vm): VmAct | 'openConsole' {
  if (vm.state === 'paused') return 'resumeVm'
  if (vm.state === 'saved') return 'restoreVm'
  return vm.active ? 'openConsole' : 'startVm'
}
