import { readdirSync, readFileSync } from 'node:fs'

/**
 * Seconds of CPU that all threads of a process and of all processes below it have used so far, to the nanosecond: of
 * fifty processes that work for a few milliseconds each, the ticks of /proc/PID/stat would round most away.
 */
export function cpuSeconds(pid: number): number {
  return nanosecondsOf(pid) / 1e9
}

export function residentKiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}

/** Of those that are there: one that ends takes its time along. */
function nanosecondsOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
      const [own = '', children = ''] = ['schedstat', 'children'].map(file =>
        readFileSync(`/proc/${pid}/task/${thread}/${file}`, 'utf8'),
      )
      const below = children.split(' ').filter(child => child !== '')
      return below.reduce((all, child) => all + nanosecondsOf(Number(child)), sum + Number(own.split(' ')[0]))
    }, 0)
  } catch {
    return 0
  }
}
