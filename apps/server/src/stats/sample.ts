import type { TypedParams } from '@porthole/libvirt'

/** Counters of each disk or card by name, at a moment of the monotonic clock, ms. */
export interface Devices {
  readonly at: number
  readonly counts: ReadonlyMap<string, readonly number[]>
}

/** What libvirt counted of a VM up to a moment: all of it only grows, as long as the VM runs on. */
export interface Sample {
  readonly at: number
  /** libvirt's number of the running domain: another one after each start. */
  readonly run: number
  readonly cpuNs: number
  /** Bytes read and written, requests to read and to write; null when not asked. */
  readonly disk: Devices | null
  /** Bytes received and sent. */
  readonly net: Devices | null
}

type Told = Pick<TypedParams, string>

const diskFields = ['rd.bytes', 'wr.bytes', 'rd.reqs', 'wr.reqs'] as const
const netFields = ['rx.bytes', 'tx.bytes'] as const

/** Null where the driver does not count CPU time. */
export function readSample(told: Told, run: number, at: number): Sample | null {
  const cpuTime = told['cpu.time']
  if (cpuTime === undefined) return null
  return {
    at,
    run,
    cpuNs: Number(cpuTime),
    disk: readDevices(told, 'block', diskFields, at),
    net: readDevices(told, 'net', netFields, at),
  }
}

function readDevices(told: Told, group: string, fields: readonly string[], at: number): Devices | null {
  if (told[`${group}.count`] === undefined) return null
  const counts = new Map<string, number[]>()
  for (let i = 0; i < Number(told[`${group}.count`]); i++) {
    const values = fields.map(field => Number(told[`${group}.${i}.${field}`]))
    // An empty drive counts nothing.
    if (values.every(Number.isFinite)) counts.set(String(told[`${group}.${i}.name`] ?? i), values)
  }
  return { at, counts }
}

/** KiB in use as the balloon driver in the guest tells; null where it does not. "usable" leaves out what is cache. */
export function usedKiB(told: Told): number | null {
  const available = told['balloon.available']
  const free = told['balloon.usable'] ?? told['balloon.unused']
  if (available === undefined || free === undefined) return null
  return Math.max(0, Number(available) - Number(free))
}

export function residentKiB(told: Told): number | null {
  const rss = told['balloon.rss']
  return rss === undefined ? null : Number(rss)
}
