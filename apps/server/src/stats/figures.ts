/** CPU time of a VM at a moment: nanoseconds of all its vCPUs, and milliseconds of the monotonic clock. */
export interface Sample {
  readonly at: number
  readonly cpuNs: number
}

/** Per cent of the VM's own vCPUs between two samples, 0 to 100; null when there is nothing to compare with. */
export function cpuPercent(before: Sample | undefined, now: Sample, vcpus: number): number | null {
  // A counter that went back belongs to a VM that was started anew.
  if (before === undefined || now.at <= before.at || now.cpuNs < before.cpuNs || vcpus < 1) return null
  const share = (now.cpuNs - before.cpuNs) / ((now.at - before.at) * 1e6 * vcpus)
  return Math.round(Math.min(1, share) * 1000) / 10
}

/** KiB in use as the balloon driver in the guest tells; null where it does not. "usable" leaves out what is cache. */
export function usedKiB(told: Readonly<Record<string, unknown>>): number | null {
  const available = told['balloon.available']
  const free = told['balloon.usable'] ?? told['balloon.unused']
  if (available === undefined || free === undefined) return null
  return Math.max(0, Number(available) - Number(free))
}
