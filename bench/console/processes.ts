import { readdirSync, readFileSync } from 'node:fs'

const ticksPerSecond = 100

/** Seconds of CPU that a process and all below it have used so far, those that have ended included. */
export function cpuSeconds(pid: number): number {
  const children = readdirSync('/proc').flatMap(name => {
    const stat = /^\d+$/.test(name) ? readStat(Number(name)) : null
    return stat === null ? [] : [{ pid: Number(name), ...stat }]
  })
  const own = children.find(entry => entry.pid === pid)
  const below = (parent: number): number =>
    children.filter(entry => entry.parent === parent).reduce((sum, entry) => sum + entry.ticks + below(entry.pid), 0)
  return ((own?.ticks ?? 0) + below(pid)) / ticksPerSecond
}

export function residentKiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}

/** proc(5): the name may hold spaces, so the numbers are counted from its closing bracket. */
function readStat(pid: number): { parent: number; ticks: number } | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return { parent: Number(fields[1]), ticks: [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) }
  } catch {
    return null
  }
}
