import type { Page } from '@playwright/test'
import { type Figure, percentile } from '../figures.ts'
import { machines } from '../full-host.ts'
import type { Stage } from './stage.ts'

const scrollMs = 5000
const rounds = 5
const changesAtOnce = 5

/** The window with ten thousand VMs: how soon it is there, how it scrolls, and how soon it answers, under changes. */
export async function window(stage: Stage): Promise<Figure[]> {
  await allRead(stage)
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
      ...(await presses(page, 'Memory')),
      ...(await presses(page, 'vCPUs')),
      ...(await presses(page, 'Name')),
    ]
    const perSecond = await changing.stop()
    const drawn = await page.locator('[data-vm]').count()
    await page.close()
    return [
      {
        name: `table usable with ${machines} VMs, median`,
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

/** The server has read all of them: what is measured is the window. */
async function allRead({ context, porthole }: Stage): Promise<void> {
  for (;;) {
    const reply = await context.request.get(`${porthole.url}/api/v1/vms`)
    if (((await reply.json()) as { vms: unknown[] }).vms.length === machines) return
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

/** Each letter: from the key to the frame after which the main thread is free again. */
async function filters(page: Page): Promise<number[]> {
  const field = page.getByRole('searchbox').or(page.getByRole('combobox')).first()
  await field.focus()
  const took: number[] = []
  for (const key of ['m', 'e', 'm', '>', '6', '4', 'M', 'Space', '9', '9']) took.push(await answer(page, key))
  await field.fill('')
  return took
}

async function answer(page: Page, key: string): Promise<number> {
  await listen(page, 'keydown')
  await page.keyboard.press(key)
  return await heard(page)
}

async function presses(page: Page, column: string): Promise<number[]> {
  const button = page.getByRole('columnheader', { name: column }).getByRole('button')
  const took: number[] = []
  for (let round = 0; round < 2; round++) {
    await listen(page, 'pointerdown')
    await button.click()
    took.push(await heard(page))
  }
  return took
}

type Listening = { answered: Promise<number> }

/** The next event of this kind, until a frame was painted and nothing else waits for the main thread. */
async function listen(page: Page, kind: string): Promise<void> {
  await page.evaluate(kind => {
    const listening = globalThis as unknown as Listening
    listening.answered = new Promise(resolve => {
      document.addEventListener(
        kind,
        event => {
          const done = () => resolve(performance.now() - event.timeStamp)
          requestAnimationFrame(() => setTimeout(() => requestIdleCallback(done, { timeout: 1000 }), 0))
        },
        { once: true, capture: true },
      )
    })
  }, kind)
}

const heard = (page: Page) => page.evaluate(() => (globalThis as unknown as Listening).answered)

/** Changes fifty VMs a second, spread over all of them; `stop` gives how many a second it were. */
function changes({ change }: Stage): { stop(): Promise<number> } {
  const began = performance.now()
  let made = 0
  let going = true
  const work = async () => {
    while (going) {
      const due = began + (made / 50) * 1000
      const wait = due - performance.now()
      if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait))
      const index = (made++ * 37) % machines
      await change(index, 32 + (made % 64))
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
