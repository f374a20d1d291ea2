import { setImmediate } from 'node:timers/promises'
import type { VmStats } from '@porthole/contract'
import type { Caller, Core } from '../core.ts'
import type { VmRecord } from '../hosts/vm-record.ts'
import type { Devices, Sample } from '../stats/sample.ts'
import { type Family, labelsOf, withLabels } from './format.ts'

interface Measured {
  readonly vm: VmRecord
  readonly labels: string
  readonly sample: Sample | undefined
  readonly row: VmStats | undefined
}

const KiB = 1024

/** Those that the caller may see. Each host in its own turn of the event loop: ten thousand at once would hold up everybody. */
async function measured({ hosts }: Pick<Core, 'hosts'>, caller: Caller): Promise<Measured[]> {
  const vms: Measured[] = []
  for (const { id, name: host } of hosts.list()) {
    const link = hosts.find(id)
    // Removed meanwhile.
    if (link === null) continue
    for (const vm of link.inventory.all()) {
      if (!caller.can('vm.see', { vm }) || !caller.can('metrics.see', { vm })) continue
      // Who may not see a host is not told what it is called.
      const shown = caller.can('host.see', { host: id }) ? host : id
      const labels = labelsOf({ host: shown, vm: vm.name, uuid: vm.id })
      const { figures } = link
      vms.push({ vm, labels, sample: figures.sampleOf(vm.id), row: figures.latestOf(vm.id) })
    }
    await setImmediate()
  }
  return vms
}

/** What is known of every VM that the caller may see; nobody is asked for it. */
export async function vmMetrics(core: Pick<Core, 'hosts'>, caller: Caller): Promise<Family[]> {
  const vms = await measured(core, caller)
  const now = performance.now()
  const one = (name: string, type: Family['type'], help: string, of: (vm: Measured) => number | null | undefined) => ({
    ...{ name: `porthole_vm_${name}`, type, help },
    *samples() {
      for (const vm of vms) {
        const value = of(vm)
        if (value !== null && value !== undefined) yield [vm.labels, value] as const
      }
    },
  })
  const each = (name: string, help: string, of: (sample: Sample) => Devices | null, count: number) => ({
    ...{ name: `porthole_vm_${name}`, type: 'counter' as const, help },
    *samples() {
      for (const { labels, sample } of vms) {
        for (const [device, counts] of (sample && of(sample))?.counts ?? []) {
          yield [withLabels(labels, { device }), counts[count] ?? 0] as const
        }
      }
    },
  })
  return [
    {
      ...{
        name: 'porthole_vm_state',
        type: 'gauge',
        help: '1 for the state that the VM is in, or was last known to be in.',
      },
      *samples() {
        for (const { labels, vm } of vms) yield [withLabels(labels, { state: vm.state }), 1] as const
      },
    },
    one('vcpus', 'gauge', 'vCPUs of the VM.', ({ vm }) => vm.vcpus),
    one('memory_bytes', 'gauge', 'Memory of the VM.', ({ vm }) => vm.memoryKiB * KiB),
    one('memory_used_bytes', 'gauge', 'Memory in use, as the guest’s balloon driver tells.', ({ row }) =>
      row?.usedKiB == null ? null : row.usedKiB * KiB,
    ),
    one('memory_resident_bytes', 'gauge', 'Memory of the host that the VM’s process holds.', ({ row }) =>
      row?.residentKiB == null ? null : row.residentKiB * KiB,
    ),
    one('cpu_seconds_total', 'counter', 'CPU time that the VM has used since it started.', ({ sample }) =>
      sample === undefined ? null : sample.cpuNs / 1e9,
    ),
    each('disk_read_bytes_total', 'Bytes read from the disk since the VM started.', ({ disk }) => disk, 0),
    each('disk_written_bytes_total', 'Bytes written to the disk since the VM started.', ({ disk }) => disk, 1),
    each('disk_reads_total', 'Requests to read from the disk since the VM started.', ({ disk }) => disk, 2),
    each('disk_writes_total', 'Requests to write to the disk since the VM started.', ({ disk }) => disk, 3),
    each('network_received_bytes_total', 'Bytes that the VM has received since it started.', ({ net }) => net, 0),
    each('network_sent_bytes_total', 'Bytes that the VM has sent since it started.', ({ net }) => net, 1),
    one('measured_age_seconds', 'gauge', 'How long ago the VM’s figures were read from libvirt.', ({ sample }) =>
      sample === undefined ? null : (now - sample.at) / 1000,
    ),
  ]
}
