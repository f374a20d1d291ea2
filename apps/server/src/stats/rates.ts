import type { VmStats } from '@porthole/contract'
import type { Devices, Sample } from './sample.ts'

/** Over less time the clock's grain shows; over more, an average says nothing about now. */
export const shortestMs = 400
export const longestMs = 120_000
/** No device moves more in a second: such a leap is a counter that was set anew to something else. */
const absurd = 1e12

export type Rates = Pick<
  VmStats,
  'cpu' | 'diskRead' | 'diskWritten' | 'diskReads' | 'diskWrites' | 'netReceived' | 'netSent'
>

/** What happened a second between two samples; null when they can not be compared: another run, or too long ago. */
export function ratesBetween(before: Sample | undefined, now: Sample, vcpus: number): Rates | null {
  if (before === undefined || before.run !== now.run) return null
  const cpu = cpuPercent(before, now, vcpus)
  if (cpu === null) return null
  const [diskRead = null, diskWritten = null, diskReads = null, diskWrites = null] = perSecond(before.disk, now.disk)
  const [netReceived = null, netSent = null] = perSecond(before.net, now.net)
  return { cpu, diskRead, diskWritten, diskReads, diskWrites, netReceived, netSent }
}

/** Per cent of the VM's own vCPUs, 0 to 100: threads of the emulator can add to it, and are cut off. */
function cpuPercent(before: Sample, now: Sample, vcpus: number): number | null {
  const ms = now.at - before.at
  if (ms < shortestMs || ms > longestMs || now.cpuNs < before.cpuNs || vcpus < 1) return null
  return Math.round(Math.min(1, (now.cpuNs - before.cpuNs) / (ms * 1e6 * vcpus)) * 1000) / 10
}

/** Adds up those devices that were there before and counted on: one that is new or began anew counts from now. */
function perSecond(before: Devices | null, now: Devices | null): number[] {
  if (before === null || now === null) return []
  const seconds = (now.at - before.at) / 1000
  if (seconds * 1000 < shortestMs || seconds * 1000 > longestMs) return []
  const sums: number[] = []
  for (const [name, counts] of now.counts) {
    const earlier = before.counts.get(name)
    const rates = counts.map((count, i) => (count - (earlier?.[i] ?? Number.NaN)) / seconds)
    const sound = rates.every(rate => rate >= 0 && rate < absurd)
    for (const [i, rate] of rates.entries()) sums[i] = (sums[i] ?? 0) + (sound ? Math.round(rate) : 0)
  }
  return sums
}

/** A sample without a group keeps what was counted of it last, so that the next one has something to compare with. */
export function carriedOn(before: Sample | undefined, now: Sample): Sample {
  if (before === undefined || before.run !== now.run) return now
  return { ...now, disk: now.disk ?? before.disk, net: now.net ?? before.net }
}
