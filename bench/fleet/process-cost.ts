import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const ticksPerSecond = 100

/** Seconds of CPU that a process has used. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** Per cent of one core over some time, while `meanwhile` goes on. */
export async function cpuShare(pid: number, ms: number): Promise<number> {
  const [before, began] = [cpuSeconds(pid), performance.now()]
  await sleep(ms)
  return ((cpuSeconds(pid) - before) / ((performance.now() - began) / 1000)) * 100
}

export function rssMiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

interface LoopLine {
  readonly at: number
  readonly p99: number
  readonly max: number
}

/** The longest that the server's event loop was held up at a stretch since a moment, ms. */
export function longestHold(file: string, since: number): number {
  return Math.max(...loopSince(file, since).map(({ max }) => max))
}

/** How long a process has waited for a core that others had, ms. */
export function waitedMs(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6
}

/** What the server wrote of its event loop since a moment. */
export function loopSince(file: string, since: number): readonly LoopLine[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map(line => JSON.parse(line) as LoopLine).filter(({ at }) => at > since)
}
