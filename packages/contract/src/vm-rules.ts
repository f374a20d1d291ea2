import type { Vm, VmState } from './vm.ts'

/** What a rule looks at: part of a VM, so that server and screen ask the same question of what each has at hand. */
export type VmFacts = Pick<Vm, 'state' | 'active' | 'persistent' | 'displays' | 'accelerator' | 'snapshotHindrance'>

/** Null when the act is allowed now, else the sentence that says why not and what would help. */
type Rule = (vm: VmFacts) => string | null

const words: Record<VmState, string> = {
  running: 'running',
  paused: 'paused',
  'shutting-down': 'shutting down',
  'shut-off': 'shut off',
  saved: 'saved',
  crashed: 'crashed',
  'pm-suspended': 'asleep',
  unknown: 'in an unknown state',
}

const inactive: Rule = vm => (vm.active ? null : `The VM is ${words[vm.state]}: start it first.`)
const runs: Rule = vm =>
  vm.state === 'paused'
    ? 'The VM is paused: resume it first.'
    : vm.state === 'running' || vm.state === 'shutting-down'
      ? null
      : (inactive(vm) ?? `The VM is ${words[vm.state]}.`)

const hindrances: Record<NonNullable<Vm['snapshotHindrance']>, string> = {
  'no-disk': 'The VM has no disk that it can write to: there is nothing to take a snapshot of.',
  format: 'A disk of the VM is not qcow2, and only qcow2 keeps snapshots.',
  'left-out': 'The definition leaves a disk of the VM out of snapshots: its state could not be kept whole.',
  firmware: 'The VM is on and its UEFI variables are not in qcow2: shut it down first.',
  driver: 'libvirt takes no snapshots with this hypervisor.',
}

/** Neither between two states nor with memory that waits to be put back into the VM as it was. */
const settled: Rule = vm =>
  vm.state === 'saved'
    ? 'The VM has a saved state, which would not fit it any more: restore it, or discard the saved state first.'
    : vm.state === 'shutting-down' || vm.state === 'pm-suspended'
      ? `The VM is ${words[vm.state]}.`
      : null

const persistent: Rule = vm => (vm.persistent ? null : 'The VM is transient: it has no definition to change.')

/**
 * When each act on a VM is allowed. The server answers 409 with the sentence; the screen disables the button and
 * shows the same one. States: https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainState
 */
export const vmRules = {
  startVm: vm =>
    vm.state === 'saved'
      ? 'The VM has a saved state: restore it, or discard the saved state first.'
      : vm.active
        ? `The VM is ${words[vm.state]} already.`
        : null,
  restoreVm: vm => (vm.state === 'saved' ? null : 'The VM has no saved state to restore.'),
  discardSavedState: vm => (vm.state === 'saved' ? null : 'The VM has no saved state to discard.'),
  shutDownVm: runs,
  rebootVm: runs,
  resetVm: inactive,
  forceOffVm: inactive,
  injectNmi: runs,
  pauseVm: vm => (vm.state === 'paused' ? 'The VM is paused already.' : runs(vm)),
  resumeVm: vm => (vm.state === 'paused' ? null : 'Only a paused VM can be resumed.'),
  saveVm: vm => (vm.persistent ? inactive(vm) : 'The VM is transient: it has no definition to come back to.'),
  deleteVm: vm => (vm.active ? 'Shut down or force off the VM first: a VM that is on can not be deleted.' : null),
  createSnapshot: vm =>
    (vm.persistent ? null : 'The VM is transient: a snapshot of it could not be gone back to.') ??
    settled(vm) ??
    (vm.snapshotHindrance && hindrances[vm.snapshotHindrance]),
  revertToSnapshot: settled,
  changeHardware: settled,
  useEmulation: vm =>
    vm.accelerator === 'kvm'
      ? vm.persistent
        ? null
        : 'The VM is transient: it has no definition to change.'
      : 'The VM is emulated (TCG) already.',
  addVncDisplay: persistent,
  addClipboard: persistent,
  takeScreenshot: vm => inactive(vm) ?? (vm.displays.length > 0 ? null : 'The VM has no display.'),
  openSerial: inactive,
  openConsole: vm => inactive(vm) ?? (vm.displays.includes('vnc') ? null : 'The VM has no VNC display to show.'),
} as const satisfies Record<string, Rule>

export type VmRuleName = keyof typeof vmRules
