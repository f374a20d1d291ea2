import { changedNic } from '@porthole/libvirt-xml'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { actOnDomain } from '../vms/act-on-domain.ts'
import { inEachState, updateDevice } from './in-each-state.ts'
import { requireNetwork } from './require-network.ts'

interface Change extends VmName {
  readonly mac: string
  readonly network?: string | undefined
  readonly model?: string | undefined
  readonly link?: 'up' | 'down' | undefined
  readonly now: boolean
}

export const changeNic: Verb<Change, Record<string, never>> = async (core, input, caller) => {
  const { mac, network, model, link: cable, now, ...name } = input
  const { link } = core.hosts.findVm(name)
  if (network !== undefined) await requireNetwork(link, network, caller)
  return actOnDomain(core, name, async (link, _, vm) => {
    // Which card it is, a running guest has found out already.
    const change = updateDevice(link, vm, ({ xml, live }) =>
      changedNic(xml, mac, { network, link: cable, ...(!live && { model }) }),
    )
    const changed = await inEachState(link, vm, { now }, change)
    if (!changed) throw new Fault('NOT_FOUND', `This VM has no network interface ${mac}.`)
  })
}
