import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import type { Figure } from '../figures.ts'
import { percentile } from '../figures.ts'
import { longestHold, loopSince, rssMiB, waitedMs } from './process-cost.ts'
import type { Stage } from './stage.ts'
import { mostInASecond, type Watcher } from './watchers.ts'

const acts = 1000
/** Until what a storm set going is over. */
const settleMs = 1500

/** A thousand starts and stops as fast as the hosts take them: is what every browser shows right soon after? */
export async function storm(
  { daemons, porthole, loopFile }: Stage,
  page: Page,
  watchers: readonly Watcher[],
): Promise<Figure[]> {
  const untouched = rssMiB(porthole.pid)
  // V8 makes its young generation as large as a storm wants it, once: what each further storm leaves would add up.
  const final = new Map<string, boolean>()
  await blow(daemons, final)
  await sleep(settleMs)
  const before = rssMiB(porthole.pid)
  const since = Date.now()
  const waited = waitedMs(porthole.pid)
  await blow(daemons, final)
  const last = Date.now()
  const right = () => watchers.filter(({ on }) => [...final].some(([uuid, isOn]) => on.get(uuid) !== isOn)).length === 0
  while (!right() && Date.now() - last < 10_000) await sleep(10)
  const rightMs = Date.now() - last
  const words = [...final].map(([uuid, isOn]) => [uuid, isOn ? 'running' : 'shut off'] as const)
  await page.waitForFunction(
    words =>
      words.every(([uuid, word]) => {
        const row = document.querySelector(`[data-vm*="${uuid}"]`)
        return row === null || row.textContent?.includes(word)
      }),
    words,
  )
  const tabMs = Date.now() - last
  await sleep(settleMs)
  const loop = loopSince(loopFile, since)
  return [
    { name: 'a storm of 1000: every browser right after the last', value: rightMs, atMost: 2000, unit: 'ms' },
    { name: 'a storm of 1000: rows of a real tab right after the last', value: tabMs, atMost: 2000, unit: 'ms' },
    {
      name: 'most messages to one browser',
      value: Math.max(...watchers.map(watcher => mostInASecond(watcher, since))),
      atMost: 20,
      unit: 'a second',
    },
    {
      name: 'event loop held up, p99',
      value: percentile(
        loop.map(({ p99 }) => p99),
        1,
      ),
      atMost: 50,
      unit: 'ms',
    },
    { name: 'event loop held up at most', value: longestHold(loopFile, since), beside: true, unit: 'ms' },
    { name: 'the server waited for a core', value: waitedMs(porthole.pid) - waited, beside: true, unit: 'ms' },
    { name: 'memory that a first storm took', value: before - untouched, beside: true, unit: 'MiB' },
    { name: 'memory that the next one left', value: rssMiB(porthole.pid) - before, atMost: 40, unit: 'MiB' },
  ]
}

/** Starts and stops of four VMs on each host, of which two are other than before in the end; `on` says which are on. */
async function blow(daemons: Stage['daemons'], on: Map<string, boolean>): Promise<void> {
  await Promise.all(
    daemons.map(async ({ connection, domains }) => {
      for (let act = 0; act < acts / daemons.length; act++) {
        const dom = domains[act % 4]
        if (dom === undefined) continue
        const isOn = on.get(dom.uuid) ?? true
        if (isOn) await connection.call('domainDestroyFlags', { dom, flags: 0 })
        else await connection.call('domainCreateWithFlags', { dom, flags: 0 })
        on.set(dom.uuid, !isOn)
      }
    }),
  )
}
