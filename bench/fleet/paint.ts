import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import type { Domain } from '@porthole/libvirt'
import { percentile } from '../figures.ts'
import type { Daemon } from './daemons.ts'

const changes = 120
const gapMs = 60

/**
 * Pauses and resumes VMs that are on the screen by a connection of their own, and takes the time from asking libvirt
 * until the row with the new word is painted.
 */
export async function paintTimes(page: Page, daemon: Daemon): Promise<{ p50: number; p95: number; p99: number }> {
  const shown = await page.locator('[data-vm]').evaluateAll(rows => rows.map(row => row.getAttribute('data-vm') ?? ''))
  const targets = daemon.domains.filter(dom => dom.id > 0 && shown.some(key => key.includes(dom.uuid))).slice(0, 12)
  if (targets.length < 6) throw new Error(`only ${targets.length} running VMs of the first host are on the screen`)
  const times: number[] = []
  const paused = new Set<Domain>()
  for (let turn = 0; turn < changes; turn++) {
    const dom = targets[turn % targets.length] as Domain
    const pauses = !paused.has(dom)
    const painted = untilPainted(page, dom.uuid, pauses ? 'paused' : 'running')
    const armed = await painted
    const began = performance.timeOrigin + performance.now()
    await daemon.connection.call(pauses ? 'domainSuspend' : 'domainResume', { dom })
    times.push((await armed.at()) - began)
    if (pauses) paused.add(dom)
    else paused.delete(dom)
    await sleep(gapMs)
  }
  for (const dom of paused) await daemon.connection.call('domainResume', { dom })
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95), p99: percentile(times, 0.99) }
}

/** Resolves when the page watches; `at` then gives the moment of the frame after the change. */
async function untilPainted(page: Page, uuid: string, word: string): Promise<{ at(): Promise<number> }> {
  const handle = await page.evaluateHandle(
    ([uuid, word]) => {
      const row = document.querySelector(`[data-vm*="${uuid}"]`)
      if (!row) throw new Error('the row is not on the screen')
      const painted = new Promise<number>(resolve => {
        const observer = new MutationObserver(() => {
          if (!row.textContent?.includes(word)) return
          observer.disconnect()
          requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now()), 0))
        })
        observer.observe(row, { subtree: true, childList: true, characterData: true })
      })
      return { painted }
    },
    [uuid, word] as const,
  )
  return {
    async at() {
      const at = await handle.evaluate(({ painted }) => painted)
      await handle.dispose()
      return at
    },
  }
}
