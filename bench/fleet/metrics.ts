import { setTimeout as sleep } from 'node:timers/promises'
import { type Figure, percentile } from '../figures.ts'
import { vmsInAll } from './daemons.ts'
import { longestHold } from './process-cost.ts'
import type { Stage } from './stage.ts'

const scrapes = 10
const gapMs = 500
const permissions = ['metrics.see', 'vm.see', 'host.see']

/** What Prometheus has of ten thousand VMs, and what everybody else has of it meanwhile. */
export async function metrics({ porthole: { url }, context, loopFile }: Stage): Promise<Figure[]> {
  const data = { name: 'Prometheus', permissions, days: 1 }
  const made = await context.request.post(`${url}/api/v1/account/tokens`, { data, headers: { origin: url } })
  const { token } = (await made.json()) as { token: string }
  const since = Date.now()
  const took: number[] = []
  let text = ''
  for (let scrape = 0; scrape < scrapes; scrape++) {
    const began = performance.now()
    text = await (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } })).text()
    took.push(performance.now() - began)
    await sleep(gapMs)
  }
  await sleep(1500)
  const vms = text.match(/^porthole_vm_state\{/gm)?.length ?? 0
  const counted = text.match(/^porthole_vm_cpu_seconds_total\{/gm)?.length ?? 0
  const running = text.match(/^porthole_vm_state\{.*state="running"/gm)?.length ?? 0
  return [
    { name: 'VMs that /metrics tells of', value: vms, atLeast: vmsInAll, unit: 'VMs' },
    { name: 'those of them that run, with their figures', value: counted, atLeast: running, unit: 'VMs' },
    { name: 'one scrape of /metrics, median', value: percentile(took, 0.5), atMost: 2000, unit: 'ms' },
    { name: 'its size', value: text.length / 1e6, beside: true, unit: 'MB' },
    { name: 'event loop held up by scrapes at most', value: longestHold(loopFile, since), atMost: 50, unit: 'ms' },
  ]
}
