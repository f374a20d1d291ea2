import * as z from 'zod/mini'
import { read } from './entry.ts'
import { type HistoryRange, historyRanges } from './figures.ts'
import { HostKey } from './host.ts'
import { VmKey } from './vm.ts'

const historyRangeNames = Object.keys(historyRanges) as [HistoryRange, ...HistoryRange[]]

/** What is kept of a VM, in the order in which it is kept. CPU is per cent of its own vCPUs; flows are a second. */
export const vmSeries = [
  'cpu',
  'usedKiB',
  'residentKiB',
  'diskRead',
  'diskWritten',
  'diskReads',
  'diskWrites',
  'netReceived',
  'netSent',
] as const
export type VmSeries = (typeof vmSeries)[number]

/** The same of a host: CPU is per cent of the node; memory is the node's; flows are those of its guests together. */
export const hostSeries = [...vmSeries, 'guestsCpu'] as const
export type HostSeries = (typeof hostSeries)[number]

const points = z.array(z.nullable(z.number()))

/** Points that stand `step` seconds apart, the first at `from`; null where nothing was measured. */
const historyOf = <S extends string>(names: readonly S[]) =>
  z.object({
    from: z.int(),
    step: z.int(),
    series: z.object(Object.fromEntries(names.map(name => [name, points])) as Record<S, typeof points>),
  })

export const VmHistory = historyOf(vmSeries)
export type VmHistory = z.infer<typeof VmHistory>
export const HostHistory = historyOf(hostSeries)
export type HostHistory = z.infer<typeof HostHistory>

const range = z._default(z.enum(historyRangeNames), '1h')

/** What one VM took of its host on average. */
export const HostEater = z.object({
  vm: z.guid(),
  /** CPUs of the host that it kept busy: 1.5 is one and a half. */
  cpus: z.nullable(z.number()),
  memoryKiB: z.nullable(z.number()),
  /** Both ways together, bytes a second. */
  disk: z.nullable(z.number()),
  net: z.nullable(z.number()),
})
export type HostEater = z.infer<typeof HostEater>

export const stats = {
  getVmHistory: read('getVmHistory', {
    path: '/vms/{id}/history',
    summary: 'CPU, memory, disk and network of a VM over time',
    on: 'vm',
    permission: 'vm.see',
    input: z.extend(VmKey, { range }),
    output: VmHistory,
  }),
  getHostHistory: read('getHostHistory', {
    path: '/hosts/{host}/history',
    summary: 'CPU and memory of a host over time, and the disk and network of its guests',
    on: 'host',
    permission: 'host.see',
    input: z.extend(HostKey, { range }),
    output: HostHistory,
  }),
  listHostEaters: read('listHostEaters', {
    path: '/hosts/{host}/eaters',
    summary: 'What each VM that you may see took of its host on average',
    on: 'host',
    permission: 'host.see',
    input: z.extend(HostKey, { range }),
    output: z.object({ eaters: z.array(HostEater) }),
  }),
}
