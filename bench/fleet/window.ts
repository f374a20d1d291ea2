import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { type Figure, percentile } from '../figures.ts'
import { type Daemon, vmsInAll } from './daemons.ts'
import type { Stage } from './stage.ts'

const scrollMs = 5000
const rounds = 5
const changesAtOnce = 5

/** The window with ten thousand VMs: how soon it is there, how it scrolls, and how soon it answers, under changes. */
export async function window(stage: Stage): Promise<Figure[]> {
  const interactive: number[] = []
  for (let round = 0; round < rounds; round++) interactive.push(await openTable(stage))
  const page = await stage.context.newPage()
  await page.goto('/')
  await page.locator('[data-vm]').first().waitFor()
  const changing = changes(stage)
  try {
    const frames = await scroll(page)
    const answers = [
      ...(await filters(page)),
      ...(await presses(page, 'State')),
      ...(await presses(page, 'CPU')),
      ...(await presses(page, 'Name')),
    ]
    const perSecond = await changing.stop()
    const drawn = await page.locator('[data-vm]').count()
    await page.close()
    return [
      {
        name: `table usable with ${vmsInAll} VMs, median`,
        value: percentile(interactive, 0.5),
        atMost: 1500,
        unit: 'ms',
      },
      { name: 'frames while scrolling', value: frames.perSecond, atLeast: 55, unit: 'a second' },
      { name: 'longest frame while scrolling, p99', value: frames.p99, atMost: 50, unit: 'ms' },
      {
        name: 'worst answer to a letter of a filter or a press to sort',
        value: Math.max(...answers),
        atMost: 100,
        unit: 'ms',
      },
      { name: 'rows drawn', value: drawn, atMost: 80, unit: 'rows' },
      { name: 'changes meanwhile', value: perSecond, atLeast: 45, unit: 'a second' },
    ]
  } finally {
    await changing.stop()
  }
}

/** From the request for the page to rows on the screen and a main thread that answers. */
async function openTable({ context }: Stage): Promise<number> {
  const page = await context.newPage()
  await page.goto('/', { waitUntil: 'commit' })
  const ms = await page.evaluate(
    () =>
      new Promise<number>(resolve => {
        const look = () => {
          if (document.querySelectorAll('[data-vm]').length < 10) requestAnimationFrame(look)
          else requestAnimationFrame(() => setTimeout(() => resolve(performance.now()), 0))
        }
        look()
      }),
  )
  await page.close()
  return ms
}

async function scroll(page: Page): Promise<{ perSecond: number; p99: number }> {
  const times = await page.evaluate(
    ms =>
      new Promise<number[]>(resolve => {
        const content = document.getElementById('content')
        const frames: number[] = []
        let began: number | null = null
        const step = (now: number) => {
          began ??= now
          frames.push(now)
          content?.scrollBy(0, 60)
          if (now - began < ms) requestAnimationFrame(step)
          else resolve(frames)
        }
        requestAnimationFrame(step)
      }),
    scrollMs,
  )
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? time))
  const took = (times.at(-1) ?? 0) - (times[0] ?? 0)
  return { perSecond: (gaps.length / took) * 1000, p99: percentile(gaps, 0.99) }
}

/** Each letter of a filter that begins anew. */
async function filters(page: Page): Promise<number[]> {
  const field = page.getByRole('combobox').first()
  await field.focus()
  const took: number[] = []
  for (const key of ['v', 'm', '-', '1', 'Space', 'm', 'e', 'm', '>', '6', '4', 'M']) {
    took.push(await timed(page, () => page.keyboard.press(key)))
  }
  await field.fill('')
  return took
}

async function presses(page: Page, column: string): Promise<number[]> {
  const button = page.getByRole('columnheader', { name: column }).getByRole('button')
  const took: number[] = []
  for (let round = 0; round < 2; round++) took.push(await timed(page, () => button.click()))
  return took
}

/**
 * What the browser itself says of an interaction: from the key or press to the frame that shows its effect. It rounds
 * to 8 ms and tells of nothing shorter than 16.
 */
async function timed(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const heard = globalThis as unknown as { longest: number; observer: PerformanceObserver }
    heard.longest = 0
    heard.observer = new PerformanceObserver(list => {
      for (const { duration } of list.getEntries()) heard.longest = Math.max(heard.longest, duration)
    })
    heard.observer.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
  })
  await act()
  await sleep(400)
  return await page.evaluate(() => {
    const heard = globalThis as unknown as { longest: number; observer: PerformanceObserver }
    heard.observer.disconnect()
    return heard.longest
  })
}

/** Pauses and resumes fifty VMs a second, spread over all hosts; `stop` gives how many a second it were. */
function changes({ daemons }: Stage): { stop(): Promise<number> } {
  const began = performance.now()
  const paused = new Set<string>()
  let made = 0
  let going = true
  const change = async ({ connection, domains }: Daemon, turn: number) => {
    const dom = domains[10 + (turn % 40)]
    if (dom === undefined) return
    const resumes = paused.delete(dom.uuid)
    if (!resumes) paused.add(dom.uuid)
    await connection.call(resumes ? 'domainResume' : 'domainSuspend', { dom })
  }
  const work = async () => {
    while (going) {
      const due = began + (made / 50) * 1000
      const wait = due - performance.now()
      if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait))
      const turn = made++
      const daemon = daemons[(turn * 37) % daemons.length]
      if (daemon) await change(daemon, Math.floor(turn / daemons.length))
    }
  }
  const workers = Array.from({ length: changesAtOnce }, work)
  let perSecond: number | null = null
  return {
    async stop() {
      going = false
      await Promise.all(workers)
      perSecond ??= made / ((performance.now() - began) / 1000)
      return perSecond
    },
  }
}
