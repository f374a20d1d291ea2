import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { type Figure, report } from '../figures.ts'
import { sizes } from '../first-window/sizes.ts'
import { metrics } from './metrics.ts'
import { paintTimes } from './paint.ts'
import { cpuShare, rssMiB } from './process-cost.ts'
import { howMany, onStage, type Stage } from './stage.ts'
import { storm } from './storm.ts'
import { startWatchers } from './watchers.ts'
import { window } from './window.ts'

const steadyMs = 15_000
const settleMs = 8_000
const frozen = 10

const parts = {
  inventory: restart,
  steady,
  paint,
  many,
  window,
  metrics,
} satisfies Record<string, (stage: Stage) => Promise<Figure[]>>

type Part = keyof typeof parts

/**
 * `npm run bench -- fleet [part ...]`: a hundred hosts with a hundred VMs each, each figure beside its bound. Every part
 * begins with the server started anew on what it had.
 */
async function fleet(stage: Stage, wanted: readonly Part[]): Promise<Figure[]> {
  const figures: Figure[] = [
    { name: 'full inventory of 100 hosts from cold', value: stage.coldMs, atMost: 15_000, unit: 'ms' },
  ]
  for (const part of wanted) {
    if (part !== 'inventory') {
      await stage.restart()
      await sleep(settleMs)
    }
    figures.push(...(await parts[part](stage)))
  }
  return figures
}

async function restart(stage: Stage): Promise<Figure[]> {
  await stage.restart()
  const began = performance.now()
  const known = await howMany(stage.context.request, stage.porthole.url)
  return [
    { name: 'VMs shown at once after a restart', value: known, atLeast: 10_000, unit: 'VMs' },
    { name: 'the list after a restart', value: performance.now() - began, atMost: 1500, unit: 'ms' },
  ]
}

async function steady(stage: Stage): Promise<Figure[]> {
  const { pid } = stage.porthole
  const idle = await cpuShare(pid, steadyMs)
  const page = await openTable(stage)
  await sleep(settleMs)
  const looking = await cpuShare(pid, steadyMs)
  await page.close()
  return [
    { name: 'idle, nobody looks', value: idle, atMost: 5, unit: '% of a core' },
    { name: 'one browser looks, statistics on', value: looking, atMost: 25, unit: '% of a core' },
    { name: 'memory of the server', value: rssMiB(pid), atMost: 400, unit: 'MiB' },
  ]
}

async function paint(stage: Stage): Promise<Figure[]> {
  // The first is this machine's, by another name; the table begins with the next.
  const [, first, ...others] = stage.daemons
  if (first === undefined) throw new Error('there is no host')
  const page = await openTable(stage)
  await sleep(settleMs)
  const alone = await paintTimes(page, first)
  for (const daemon of others.slice(0, frozen)) daemon.freeze()
  const beside = await paintTimes(page, first)
  for (const daemon of others.slice(0, frozen)) daemon.thaw()
  await page.close()
  return [
    { name: 'a change of state is painted, p95', value: alone.p95, atMost: 150, unit: 'ms' },
    { name: 'a change of state is painted, p99', value: alone.p99, atMost: 200, unit: 'ms' },
    { name: 'the same beside 10 hosts that never answer', value: beside.p50 / alone.p50, atMost: 1.1, unit: 'x' },
  ]
}

/** Fifty browsers, one of them a real one, and a storm before their eyes. */
async function many(stage: Stage): Promise<Figure[]> {
  const page = await openTable(stage)
  const watchers = await startWatchers(stage.context, stage.porthole, 49)
  await sleep(settleMs)
  const looking = await cpuShare(stage.porthole.pid, steadyMs)
  const figures = await storm(stage, page, watchers)
  for (const watcher of watchers) watcher.close()
  await page.close()
  return [{ name: '50 browsers look', value: looking, atMost: 60, unit: '% of a core' }, ...figures]
}

async function openTable({ context }: Stage): Promise<Page> {
  const page = await context.newPage()
  await page.goto('/')
  await page.locator('[data-vm]').first().waitFor()
  return page
}

const known = Object.keys(parts) as Part[]
const asked = process.argv.slice(2)
const unknown = asked.filter(part => !(part in parts))
if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(', ')}: ${known.join(', ')}`)
const load = () => loadavg().map(each => each.toFixed(1))
process.stdout.write(`Load of the machine before: ${load()}\n`)
const figures = [...sizes(), ...(await onStage(stage => fleet(stage, asked.length > 0 ? (asked as Part[]) : known)))]
const kept = report(figures)
process.stdout.write(`Load of the machine after: ${load()}\n`)
process.exit(kept ? 0 : 1)
