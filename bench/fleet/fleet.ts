import type { Page } from '@playwright/test'
import { type Figure, report } from '../figures.ts'
import { sizes } from '../first-window/sizes.ts'
import { paintTimes } from './paint.ts'
import { cpuShare, rssMiB } from './process-cost.ts'
import { howMany, onStage, type Stage } from './stage.ts'
import { storm } from './storm.ts'
import { startWatchers } from './watchers.ts'
import { window } from './window.ts'

const steadyMs = 15_000
const settleMs = 8_000
const frozen = 10

/** `npm run bench -- fleet`: a hundred hosts with a hundred VMs each, each figure beside its bound. */
async function fleet(stage: Stage): Promise<Figure[]> {
  const { daemons, context } = stage
  const figures: Figure[] = [
    { name: 'full inventory of 100 hosts from cold', value: stage.coldMs, atMost: 15_000, unit: 'ms' },
  ]
  await stage.restart()
  const began = performance.now()
  const known = await howMany(context.request, stage.porthole.url)
  figures.push(
    { name: 'VMs shown at once after a restart', value: known, atLeast: 10_000, unit: 'VMs' },
    { name: 'the list after a restart', value: performance.now() - began, atMost: 1500, unit: 'ms' },
  )
  const { pid } = stage.porthole
  const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
  await wait(settleMs)
  figures.push({ name: 'idle, nobody looks', value: await cpuShare(pid, steadyMs), atMost: 5, unit: '% of a core' })

  const page = await openTable(stage)
  await wait(settleMs)
  figures.push(
    { name: 'one browser looks, statistics on', value: await cpuShare(pid, steadyMs), atMost: 25, unit: '% of a core' },
    { name: 'memory of the server', value: rssMiB(pid), atMost: 400, unit: 'MiB' },
  )
  // The first is this machine's, by another name; the table begins with the next.
  const [, first, ...others] = daemons
  if (first === undefined) throw new Error('there is no host')
  const paint = await paintTimes(page, first)
  figures.push(
    { name: 'a change of state is painted, p95', value: paint.p95, atMost: 150, unit: 'ms' },
    { name: 'a change of state is painted, p99', value: paint.p99, atMost: 200, unit: 'ms' },
  )
  for (const daemon of others.slice(0, frozen)) daemon.freeze()
  const beside = await paintTimes(page, first)
  for (const daemon of others.slice(0, frozen)) daemon.thaw()
  figures.push({
    name: 'the same beside 10 hosts that never answer',
    value: beside.p50 / paint.p50,
    atMost: 1.1,
    unit: 'x',
  })

  const watchers = await startWatchers(context, stage.porthole, 49)
  await wait(settleMs)
  figures.push({ name: '50 browsers look', value: await cpuShare(pid, steadyMs), atMost: 60, unit: '% of a core' })
  figures.push(...(await storm(stage, page, watchers)))
  for (const watcher of watchers) watcher.close()
  await page.close()
  return [...figures, ...(await window(stage))]
}

async function openTable({ context }: Stage): Promise<Page> {
  const page = await context.newPage()
  await page.goto('/')
  await page.locator('[data-vm]').first().waitFor()
  return page
}

const figures = [...sizes(), ...(await onStage(fleet))]
process.exit(report(figures) ? 0 : 1)
