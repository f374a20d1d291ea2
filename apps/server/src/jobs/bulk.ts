import { type Bulk, contract, type EntryMeta, mostTags } from '@porthole/contract'
import { checkPlacement } from '../access/new-placement.ts'
import { placeVm } from '../access/place-vm.ts'
import { tagVm } from '../access/tag-vm.ts'
import type { Caller, Core, Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { VmRecord } from '../hosts/vm-record.ts'
import { requirePermission, requireService, requireState } from '../permit.ts'
import { type Capability, faultOf } from '../run-capability.ts'
import { createSnapshot } from '../snapshots/create-snapshot.ts'
import { forceOffVm } from '../vms/force-off-vm.ts'
import { rebootVm } from '../vms/reboot-vm.ts'
import { shutDownVm } from '../vms/shut-down-vm.ts'
import { startVm } from '../vms/start-vm.ts'

const { vms, snapshots, access } = contract

const acts: Record<Bulk['act'], { entry: object; verb: unknown }> = {
  startVm: { entry: vms.startVm, verb: startVm },
  shutDownVm: { entry: vms.shutDownVm, verb: shutDownVm },
  rebootVm: { entry: vms.rebootVm, verb: rebootVm },
  forceOffVm: { entry: vms.forceOffVm, verb: forceOffVm },
  createSnapshot: { entry: snapshots.createSnapshot, verb: createSnapshot },
  tagVm: { entry: access.tagVm, verb: tagVm },
  placeVm: { entry: access.placeVm, verb: placeVm },
}

/** The capability that is asked for each VM, exactly as if somebody asked for that VM alone. */
export function capabilityOf({ act }: Bulk): Capability {
  const { entry, verb } = acts[act]
  const { meta } = (entry as { '~orpc': { meta: EntryMeta } })['~orpc']
  return { id: act, meta, verb: verb as Verb<unknown, unknown> }
}

/** What it is asked with for one VM. */
export function inputFor(
  core: Core,
  bulk: Bulk,
  { id, host, name }: { id: string; host: string; name: string },
): object {
  if (bulk.act === 'tagVm') return { id, host, tags: tagsAfter(core, bulk, { id }) }
  if (bulk.act === 'createSnapshot') return { id, host, name: snapshotName(bulk.name, name), description: '' }
  if (bulk.act === 'placeVm') return { id, host, folder: bulk.folder }
  return { id, host }
}

/** "{vm} {date}" becomes "web-01 2026-03-14". */
function snapshotName(pattern: string, vm: string): string {
  return pattern.replaceAll('{vm}', vm).replaceAll('{date}', new Date().toISOString().slice(0, 10)).slice(0, 64)
}

function tagsAfter(core: Core, { add, remove }: Bulk & { act: 'tagVm' }, vm: { id: string }): string[] {
  const before = core.access.placements.of(vm)?.tags ?? []
  return [...new Set([...before, ...add])].filter(tag => !remove.includes(tag))
}

export interface Named {
  readonly vm: VmRecord
  /** Why it can't be done with this one now; null when it can. */
  readonly why: string | null
}

/** The VMs that are named and that the caller may see, each once; `absent` is how many others were named. */
export function namedVms(core: Core, bulk: Bulk, caller: Caller): { named: Named[]; absent: number } {
  const { meta } = capabilityOf(bulk)
  const found = new Map<string, VmRecord>()
  let absent = 0
  for (const { id, host } of bulk.vms) {
    const vm = seenVm(core, { id, host }, caller)
    if (vm === null) absent++
    else found.set(`${vm.host} ${vm.id}`, vm)
  }
  const named = [...found.values()].map(vm => ({ vm, why: whyNot(core, bulk, meta, vm, caller) }))
  return { named, absent }
}

function seenVm({ hosts }: Core, name: { id: string; host: string | undefined }, caller: Caller): VmRecord | null {
  try {
    const { vm } = hosts.findVm(name)
    return caller.can('vm.see', { vm }) ? vm : null
  } catch {
    return null
  }
}

function whyNot(core: Core, bulk: Bulk, meta: EntryMeta, vm: VmRecord, caller: Caller): string | null {
  const target = { object: `vm:${vm.id}`, objectName: vm.name, vm, host: vm.host, place: { vm } }
  try {
    requirePermission(meta, target, caller)
    if (bulk.act === 'placeVm') checkPlacement(core, vm, { folder: bulk.folder, tags: [] }, caller)
    else if (bulk.act === 'tagVm') checkPlacement(core, vm, { folder: null, tags: bulk.add }, caller)
    else if (!core.hosts.link(vm.host).connected) throw new Fault('HOST_AWAY')
    requireService(core, bulk.act, target)
    requireState(meta, target)
    if (bulk.act === 'tagVm' && tagsAfter(core, bulk, vm).length > mostTags) {
      throw new Fault('BAD_INPUT', `A VM carries at most ${mostTags} tags.`)
    }
    if (bulk.act === 'createSnapshot' && vm.snapshots.includes(snapshotName(bulk.name, vm.name))) {
      throw new Fault('NAME_TAKEN', 'It has a snapshot of this name already.')
    }
    return null
  } catch (error) {
    return faultOf(error).message
  }
}
