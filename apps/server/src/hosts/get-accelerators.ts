import type { Accelerators } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { domainCapabilities } from './accelerators.ts'

export const getAccelerators: Verb<{ host: string }, Accelerators> = async (core, { host }) => {
  const link = core.hosts.link(host)
  const [kvm, tcg] = await Promise.all([domainCapabilities(link, 'kvm'), domainCapabilities(link, 'qemu')])
  const best = kvm ?? tcg
  if (best === null) throw new Fault('NOT_SUPPORTED', 'This host offers neither KVM nor emulation (TCG) by QEMU.')
  return {
    arch: best.arch ?? '',
    machine: best.machine ?? '',
    maxVcpus: best.maxVcpus ?? 1,
    kvm: { offered: kvm !== null, problem: kvm === null ? null : link.firstPictures.problem },
    tcg: { offered: tcg !== null },
  }
}
