import type { AwayHost, Vm } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { awaySince } from '../hosts/away-since.ts'
import { presentVm } from './present-vm.ts'

/** From memory: no host is asked, so that one which is slow holds up nobody. */
export const listVms: Verb<object, { vms: Vm[]; away: AwayHost[] }> = async (core, _, caller) => {
  const seen = [...core.hosts.vms()].filter(vm => caller.can('vm.see', { vm }))
  const theirs = new Set(seen.map(({ host }) => host))
  const away = core.hosts.list().flatMap(host => {
    const since = theirs.has(host.id) ? awaySince(host) : null
    return since === null ? [] : { host: host.id, since }
  })
  return { vms: seen.map(vm => presentVm(core, vm, caller)), away }
}
