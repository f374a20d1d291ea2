import type { Verb } from '../core.ts'
import { domainCapabilities } from '../hosts/accelerators.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { changeAmount } from './change-amount.ts'
import { guestMs } from './in-each-state.ts'

interface Change extends VmName {
  readonly vcpus?: number | undefined
  readonly maxVcpus?: number | undefined
  readonly now: boolean
}

export const changeProcessors: Verb<Change, Record<string, never>> = async (core, input) => {
  const { vcpus: have, maxVcpus: most, now } = input
  const { link, vm } = core.hosts.findVm(input)
  const capabilities =
    vm.accelerator === 'other' ? null : await domainCapabilities(link, vm.accelerator === 'kvm' ? 'kvm' : 'qemu')
  const hostMost = capabilities?.maxVcpus ?? Number.POSITIVE_INFINITY
  return changeAmount(core, input, {
    ...{ kind: 'processors', fields: { have: 'vcpus', most: 'maxVcpus' }, have, most, now },
    read: ({ vcpus, maxVcpus }) => ({ have: Number(vcpus ?? 0), most: Number(maxVcpus ?? 0) }),
    set: (link, { dom }, nvcpus, flags) =>
      link.call('domainSetVcpusFlags', { dom, nvcpus, flags }, { deadlineMs: guestMs }),
    hindrance: ({ sockets, cores, threads }, most) => {
      if (most > hostMost) return `This host gives a VM at most ${hostMost} vCPUs.`
      const placed = Number(sockets ?? 0) * Number(cores ?? 0) * Number(threads ?? 0)
      if (placed === 0 || placed === most) return null
      return `Its topology has places for ${placed} vCPUs, and libvirt wants as many: change the topology first.`
    },
    words: count => (count === 1 ? '1 vCPU' : `${count} vCPUs`),
  })
}
