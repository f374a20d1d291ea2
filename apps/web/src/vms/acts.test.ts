import { roles, type Vm, VmState } from '@porthole/contract'
import { expect, it } from 'vitest'
import { acts, primaryAct, type VmAct, whyNot } from './acts.ts'

const vm = (state: Vm['state'], can: readonly string[] = roles.administrator): Vm =>
  ({
    state,
    active: !['shut-off', 'saved', 'crashed'].includes(state),
    persistent: true,
    displays: ['vnc'],
    accelerator: 'tcg',
    can,
  }) as unknown as Vm

it.each(VmState.options.filter(state => state !== 'unknown'))(
  'offers something that works on a VM that is %s',
  state => {
    expect(whyNot(vm(state), primaryAct(vm(state)), null)).toBeNull()
  },
)

it('says that the permission is missing before anything about the state', () => {
  expect(whyNot(vm('shut-off', roles.viewer), 'startVm', null)).toContain('vm.power')
  expect(whyNot(vm('running', roles.operator), 'deleteVm', null)).toContain('vm.delete')
  expect(whyNot(vm('running', roles.none), 'openConsole', null)).toContain('vm.watch')
})

it('offers nothing on what may be stale', () => {
  for (const act of Object.keys(acts) as VmAct[]) {
    expect(whyNot(vm('running'), act, '2026-01-01T00:00:00Z')).not.toBeNull()
  }
})

it('has a sentence for each act that the state forbids', () => {
  expect(whyNot(vm('shut-off'), 'pauseVm', null)).toBe('The VM is shut off: start it first.')
  expect(whyNot(vm('running'), 'pauseVm', null)).toBeNull()
})
