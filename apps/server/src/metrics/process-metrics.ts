import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'
import { alertSeverities } from '@porthole/contract'
import { seesAlert } from '../alerts/present-alert.ts'
import type { Caller, Core } from '../core.ts'
import { version } from '../version.ts'
import { type Family, labelsOf } from './format.ts'

const resolutionMs = 20

/** Measures how late the event loop is, for as long as the server runs. */
export function watchEventLoop(): IntervalHistogram {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  delay.enable()
  return delay
}

type Parts = Pick<Core, 'alerts' | 'sockets' | 'rooms'>

export function alertMetrics({ alerts }: Pick<Core, 'alerts'>, caller: Caller): Family[] {
  const firing = [...alerts.open()].filter(alert => alert.state === 'firing' && seesAlert(alert, caller))
  return [
    {
      ...{ name: 'porthole_alerts_firing', type: 'gauge', help: 'Alerts that fire.' },
      *samples() {
        for (const severity of alertSeverities) {
          yield [labelsOf({ severity }), firing.filter(alert => alert.severity === severity).length] as const
        }
      },
    },
  ]
}

/** Porthole's own process. Of the event loop's delay, what has been since the last time somebody asked. */
export function processMetrics({ sockets, rooms }: Parts, delay: IntervalHistogram): Family[] {
  const { user, system } = process.cpuUsage()
  const lag = (quantile: number) => Math.max(0, delay.percentile(quantile) / 1e9 - resolutionMs / 1000)
  const lags = [0.5, 0.99, 1].map(q => [labelsOf({ quantile: String(q) }), lag(q * 100)] as const)
  delay.reset()
  const one = (name: string, type: Family['type'], help: string, value: number, labels = '') => ({
    ...{ name: `porthole_${name}`, type, help },
    samples: () => [[labels, value] as const],
  })
  return [
    one('build_info', 'gauge', '1, with the version.', 1, labelsOf({ version })),
    one('process_cpu_seconds_total', 'counter', 'CPU time that Porthole has used.', (user + system) / 1e6),
    one('process_resident_memory_bytes', 'gauge', 'Memory that Porthole holds.', process.memoryUsage.rss()),
    one('process_uptime_seconds', 'gauge', 'For how long Porthole has been running.', process.uptime()),
    {
      ...{
        name: 'porthole_event_loop_lag_seconds',
        type: 'gauge',
        help: 'How late the event loop was since the last scrape.',
      },
      samples: () => lags,
    },
    one('sockets_open', 'gauge', 'WebSockets that are open: event sockets and consoles.', sockets.count),
    one('consoles_open', 'gauge', 'VMs whose console somebody looks at.', rooms.count),
  ]
}
