import { randomBytes } from 'node:crypto'
import { newNic } from '@porthole/libvirt-xml'
import type { Verb } from '../core.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { actOnDomain } from '../vms/act-on-domain.ts'
import { attachDevice } from './attach-device.ts'
import { requireNetwork } from './require-network.ts'

interface Addition extends VmName {
  readonly network: string
  readonly model: 'virtio' | 'e1000e' | 'e1000' | 'rtl8139'
  readonly now: boolean
}

export const addNic: Verb<Addition, { mac: string }> = async (core, input, caller) => {
  const { network, model, now, ...name } = input
  const { link } = core.hosts.findVm(name)
  await requireNetwork(link, network, caller)
  // libvirt would make up one for now, and another for the next start.
  const mac = freeMac(link)
  await actOnDomain(core, name, (link, _, vm) => attachDevice(link, vm, newNic({ mac, network, model }), now))
  return { mac }
}

/** With the prefix that QEMU's have. */
function freeMac(link: HostLink): string {
  const taken = new Set([...link.inventory.all()].flatMap(({ macs }) => macs))
  for (;;) {
    const mac = `52:54:00:${[...randomBytes(3)].map(byte => byte.toString(16).padStart(2, '0')).join(':')}`
    if (!taken.has(mac)) return mac
  }
}
