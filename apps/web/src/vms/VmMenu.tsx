import type { Vm } from '@porthole/contract'
import { useRouter } from 'next/navigation'
import { texts } from '../texts/texts.ts'
import { Menu, type MenuEntry } from '../ui/Menu.tsx'
import { type MenuPlace, useVmActs } from './acting-context.ts'
import { acts, consoleIcon, spec, type VmAct, whyNot } from './acts.ts'
import { vmPath } from './vm-path.ts'

const groups: readonly (readonly VmAct[])[] = [
  ['takeScreenshot'],
  ['startVm', 'restoreVm', 'resumeVm', 'pauseVm', 'saveVm'],
  ['shutDownVm', 'rebootVm'],
  ['injectNmi', 'resetVm', 'forceOffVm'],
  ['useEmulation'],
  ['discardSavedState', 'deleteVm'],
]

/** All one can do with the VM, in the same order everywhere: by its button, by right click and in its console. */
export function VmMenu({ vm, place, onClose }: { vm: Vm; place: MenuPlace; onClose(): void }) {
  const router = useRouter()
  const { ask } = useVmActs()
  const toConsole: MenuEntry = {
    key: 'openConsole',
    label: texts.acts.names.openConsole,
    icon: consoleIcon,
    why: whyNot(vm, 'openConsole', place.staleSince),
    choose: () => router.push(vmPath(vm, 'console', place.twins)),
  }
  const entries = [toConsole, ...vmEntries(vm, place.staleSince, act => ask(vm, act))]
  return (
    <Menu label={texts.vms.more(vm.name)} entries={entries} at={place.at} opener={place.opener} onClose={onClose} />
  )
}

export function vmEntries(vm: Vm, staleSince: string | null, choose: (act: VmAct) => void): MenuEntry[] {
  return groups.flatMap(group =>
    group
      .filter(act => act !== 'useEmulation' || vm.accelerator === 'kvm')
      .map((act, i) => ({
        key: act,
        label: texts.acts.names[act],
        icon: acts[act].icon,
        danger: spec(act).danger ?? false,
        apart: i === 0 && act !== 'takeScreenshot',
        why: whyNot(vm, act, staleSince),
        choose: () => choose(act),
      })),
  )
}
