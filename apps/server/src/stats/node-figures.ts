import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'

/** What the host's machine itself did. */
export interface NodeFigures {
  /** Per cent of all its CPUs. */
  readonly cpu: number | null
  /** Memory that is neither free nor cache, KiB. */
  readonly usedKiB: number | null
}

interface Busy {
  readonly idle: number
  readonly all: number
}

/** Reads a node's CPU and memory; a driver that does not tell is not asked again until the host is met anew. */
export class NodeReader {
  readonly #link: HostLink
  #before: Busy | null = null
  /** Since when the host is connected whose driver can not tell. */
  #silentSince: string | null = null

  constructor(link: HostLink) {
    this.#link = link
  }

  async read(): Promise<NodeFigures> {
    const { since } = this.#link.snapshot()
    if (this.#silentSince === since || !this.#link.connected) return nothing
    try {
      const [cpu, memory] = await Promise.all([
        this.#link.call('nodeGetCpuStats', { cpuNum: -1 }),
        this.#link.call('nodeGetMemoryStats', { cellNum: -1 }),
      ])
      const now = busyOf(fieldsOf(cpu.params))
      const before = this.#before
      this.#before = now
      return { cpu: before && busyBetween(before, now), usedKiB: usedOf(fieldsOf(memory.params)) }
    } catch (error) {
      if (error instanceof Fault && error.code === 'NOT_SUPPORTED') this.#silentSince = since
      return nothing
    }
  }
}

const nothing: NodeFigures = { cpu: null, usedKiB: null }

type Fields = Readonly<Record<string, number>>

const fieldsOf = (params: readonly { field: string; value: bigint | number }[]): Fields =>
  Object.fromEntries(params.map(({ field, value }) => [field, Number(value)]))

function busyOf({ kernel = 0, user = 0, idle = 0, iowait = 0, intr = 0 }: Fields): Busy {
  return { idle: idle + iowait, all: kernel + user + idle + iowait + intr }
}

/** Null where the counters went back: the host was started anew. */
function busyBetween(before: Busy, now: Busy): number | null {
  const all = now.all - before.all
  const idle = now.idle - before.idle
  if (all <= 0 || idle < 0) return null
  return Math.round(Math.max(0, 1 - idle / all) * 1000) / 10
}

function usedOf({ total, free, buffers = 0, cached = 0 }: Fields): number | null {
  return total === undefined || free === undefined ? null : Math.max(0, total - free - buffers - cached)
}
