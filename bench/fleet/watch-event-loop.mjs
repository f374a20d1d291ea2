// Goes into the server before it starts, and writes down each second how long its event loop was held up.
import { appendFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const file = process.env.EVENT_LOOP_FILE
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
setInterval(() => {
  const { rss } = process.memoryUsage()
  appendFileSync(
    file,
    `${JSON.stringify({ at: Date.now(), p99: delay.percentile(99) / 1e6, max: delay.max / 1e6, rss })}\n`,
  )
  delay.reset()
}, 1000).unref()
