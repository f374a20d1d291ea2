import type { AlertFigure, VmStats } from '@porthole/contract'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmRecord } from '../hosts/vm-record.ts'
import type { Room } from '../pools/pool-room.ts'
import type { NodeFigures } from '../stats/node-figures.ts'
import type { Reading } from './judge.ts'

/** Of what was measured longer ago nobody knows how it is now: four sweeps, as with the figures of VMs. */
const oldMs = 120_000

const unknown: Reading = { unknown: true }
const inMaintenance: Reading = { none: 'maintenance' }

/** What is known of a VM without asking anybody. `crashed` says that it did so since somebody looked. */
export function readVm(link: HostLink, vm: VmRecord, figure: AlertFigure, crashed: boolean): Reading {
  if (link.snapshot().maintenance !== null) return inMaintenance
  if (!link.connected) return unknown
  if (figure === 'crashed') {
    const since = vm.state === 'crashed' && vm.since !== null ? { since: new Date(vm.since) } : {}
    return { value: vm.state === 'crashed' || crashed ? 1 : 0, ...since }
  }
  if (vm.state !== 'running') return { none: 'off' }
  const row = link.figures.latestOf(vm.id)
  if (row === undefined) return unknown
  return readingOf(vmValue(row, vm, figure))
}

function vmValue(row: VmStats, vm: VmRecord, figure: AlertFigure): number | null {
  switch (figure) {
    case 'cpu':
      return row.cpu
    case 'memory':
      return perCent(row.usedKiB, vm.memoryKiB)
    case 'disk':
      return both(row.diskRead, row.diskWritten)
    case 'net':
      return both(row.netReceived, row.netSent)
    default:
      return null
  }
}

/** What is known of a host's machine; `told` is what it said last. */
export function readHost(
  link: HostLink,
  told: (NodeFigures & { readonly at: number }) | null,
  figure: AlertFigure,
): Reading {
  const { state, since, maintenance, node } = link.snapshot()
  if (maintenance !== null) return inMaintenance
  if (figure === 'host-away') {
    if (state === 'connecting') return unknown
    return state === 'away' ? { value: 1, since: new Date(since) } : { value: 0 }
  }
  if (!link.connected || told === null || Date.now() - told.at > oldMs) return unknown
  return readingOf(figure === 'host-cpu' ? told.cpu : perCent(told.usedKiB, node?.memoryKiB ?? 0))
}

/** How full a pool is; undefined for one that was not asked. */
export function readPool(link: HostLink, room: Room | undefined): Reading {
  if (link.snapshot().maintenance !== null) return inMaintenance
  if (!link.connected || room === undefined) return unknown
  return readingOf(perCent(room.capacity - room.available, room.capacity))
}

const readingOf = (value: number | null): Reading => (value === null ? unknown : { value })

function perCent(part: number | null, whole: number): number | null {
  return part === null || whole <= 0 ? null : Math.round((part / whole) * 1000) / 10
}

const both = (one: number | null, other: number | null) => (one === null || other === null ? null : one + other)
