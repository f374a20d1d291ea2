import type { HostMachine } from '@porthole/contract'
import { type GuestCapability, readCapabilities } from '@porthole/libvirt-xml'
import { Fault } from '../fault.ts'
import type { HostLink } from './host-link.ts'

/** What the host's machine is and what its driver can run. */
export async function readMachine(link: HostLink): Promise<HostMachine> {
  const [info, { capabilities }, freeMemoryKiB] = await Promise.all([
    link.call('nodeGetInfo'),
    link.call('connectGetCapabilities'),
    readFreeMemory(link),
  ])
  const { hostUuid, cpuModel, numa, guests, security, iommu, migration } = readCapabilities(capabilities)
  const { mhz, sockets, cores, threads } = info
  return {
    ...{ uuid: hostUuid, cpuModel, mhz, sockets, cores, threads, numa, freeMemoryKiB, security, iommu, migration },
    guests: guests.map(present),
  }
}

const present = ({ arch, domainTypes, machines }: GuestCapability): HostMachine['guests'][number] => ({
  arch: arch ?? 'unknown',
  types: domainTypes,
  machines: machines.length,
})

/** Not every driver tells. */
async function readFreeMemory(link: HostLink): Promise<number | null> {
  try {
    return Math.floor(Number((await link.call('nodeGetFreeMemory')).freeMem) / 1024)
  } catch (error) {
    if (error instanceof Fault && error.data?.libvirt !== undefined) return null
    throw error
  }
}
