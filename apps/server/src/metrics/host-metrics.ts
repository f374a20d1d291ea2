import type { Caller, Core } from '../core.ts'
import { type Family, labelsOf } from './format.ts'

const KiB = 1024

/** What is known of every host that the caller may see. */
export function hostMetrics({ hosts, history }: Pick<Core, 'hosts' | 'history'>, caller: Caller): Family[] {
  const seen = hosts.list().flatMap(host => {
    const may = caller.can('host.see', { host: host.id }) && caller.can('metrics.see', { host: host.id })
    const { corrected } = hosts.link(host.id)
    return may ? [{ host, corrected, labels: labelsOf({ host: host.name }), told: history.nodeOf(host.id) }] : []
  })
  const now = Date.now()
  type Seen = (typeof seen)[number]
  const one = (
    name: string,
    help: string,
    of: (seen: Seen) => number | null | undefined,
    type: Family['type'] = 'gauge',
  ) => ({
    ...{ name: `porthole_host_${name}`, type, help },
    *samples() {
      for (const host of seen) {
        const value = of(host)
        if (value !== null && value !== undefined) yield [host.labels, value] as const
      }
    },
  })
  return [
    one('up', '1 while the host is connected.', ({ host }) => (host.state === 'connected' ? 1 : 0)),
    one('maintenance', '1 while the host is in maintenance.', ({ host }) => (host.maintenance === null ? 0 : 1)),
    one('cpus', 'CPUs of the host.', ({ host }) => host.node?.cpus),
    one('cpu_ratio', 'Share of the host’s CPUs that was busy, 0 to 1.', ({ told }) =>
      told?.cpu == null ? null : told.cpu / 100,
    ),
    one('memory_bytes', 'Memory of the host.', ({ host }) => host.node && host.node.memoryKiB * KiB),
    one('memory_used_bytes', 'Memory of the host that is neither free nor cache.', ({ told }) =>
      told?.usedKiB == null ? null : told.usedKiB * KiB,
    ),
    one(
      'measured_age_seconds',
      'How long ago the host’s CPU and memory were read.',
      ({ told }) => told && (now - told.at) / 1000,
    ),
    one(
      'resync_corrections_total',
      'VMs that the minute’s check found to be other than events had told.',
      ({ corrected }) => corrected,
      'counter',
    ),
  ]
}
