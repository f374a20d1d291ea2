import { setImmediate } from 'node:timers/promises'
import { type HistoryRange, type HostEater, type VmSeries, vmSeries } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { vmObject } from './history.ts'
import { meanOf } from './series.ts'

/** VMs whose history is read together: few enough that others get their turn between. */
const portion = 25

type Input = { host: string; range: HistoryRange }

/**
 * What was off all the time took nothing, and is left out. So is what is off here and runs elsewhere, as after a
 * migration that left its definition: the history of a VM goes with it, and tells of there.
 */
export const listHostEaters: Verb<Input, { eaters: HostEater[] }> = async (core, { host, range }, caller) => {
  const { inventory } = core.hosts.link(host)
  const elsewhere = new Set([...core.hosts.vms()].flatMap(vm => (vm.active && vm.host !== host ? vm.id : [])))
  const here = [...inventory.all()].filter(({ id, active }) => active || !elsewhere.has(id))
  const vms = here.filter(({ id }) => caller.can('vm.see', { vm: { id, host } }))
  const eaters: HostEater[] = []
  for (let at = 0; at < vms.length; at += portion) {
    const some = vms.slice(at, at + portion)
    const read = await core.history.read(
      some.map(({ id }) => vmObject(id)),
      range,
    )
    for (const { id, vcpus } of some) {
      const stretch = read.get(vmObject(id))
      if (stretch === undefined) continue
      const mean = (name: VmSeries) => meanOf(stretch, vmSeries.indexOf(name))
      const cpu = mean('cpu')
      if (cpu === null) continue
      eaters.push({
        vm: id,
        cpus: Math.round(cpu * vcpus) / 100,
        memoryKiB: mean('residentKiB') ?? mean('usedKiB'),
        disk: both(mean('diskRead'), mean('diskWritten')),
        net: both(mean('netReceived'), mean('netSent')),
      })
    }
    await setImmediate()
  }
  return { eaters }
}

const both = (one: number | null, other: number | null) => (one === null || other === null ? null : one + other)
