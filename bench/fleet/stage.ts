import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium } from '@playwright/test'
import { makeAdministrator } from '../../e2e/administrator.ts'
import config from '../../e2e/playwright.config.ts'
import { type Porthole, startPorthole } from '../../e2e/porthole.ts'
import { type Daemon, startDaemons, vmsInAll } from './daemons.ts'

/** A hundred hosts, a Porthole that manages them, and a browser that is signed in. */
export interface Stage {
  readonly daemons: readonly Daemon[]
  porthole: Porthole
  readonly browser: Browser
  readonly context: BrowserContext
  /** Where the server says how long its event loop was held up, a line each second. */
  readonly loopFile: string
  /** From the first host that was told of until all VMs of all hosts were read, ms. */
  readonly coldMs: number
  /** Stops the server and starts it with what it had. */
  restart(): Promise<void>
}

export async function onStage<T>(play: (stage: Stage) => Promise<T>): Promise<T> {
  const ends: (() => unknown)[] = []
  try {
    const folder = await mkdtemp(join(tmpdir(), 'pf-'))
    ends.unshift(() => rm(folder, { recursive: true, force: true }))
    const { daemons, stop } = await startDaemons(folder)
    ends.unshift(stop)
    const loopFile = join(folder, 'event-loop')
    const start = (listen?: string) =>
      startPorthole({
        libvirtUri: daemons[0]?.uri ?? '',
        data: join(folder, 'data'),
        ...(listen !== undefined && { listen }),
        node: ['--import', new URL('watch-event-loop.mjs', import.meta.url).href],
        environment: { EVENT_LOOP_FILE: loopFile },
      })
    let porthole = await start()
    ends.unshift(() => porthole.stop())
    const browser = await chromium.launch(config.use?.launchOptions)
    ends.unshift(() => browser.close())
    const context = await browser.newContext({ baseURL: porthole.url, viewport: { width: 1280, height: 800 } })
    context.setDefaultTimeout(60_000)
    // What compiles this file gives functions their names by a helper that pages do not have.
    await context.addInitScript('globalThis.__name = func => func')
    await makeAdministrator(context, porthole)
    const began = performance.now()
    await addHosts(context, porthole, daemons.slice(1))
    await allRead(context, porthole)
    const stage: Stage = {
      ...{ daemons, porthole, browser, context, loopFile, coldMs: performance.now() - began },
      async restart() {
        const { host } = new URL(porthole.url)
        await porthole.stop()
        porthole = await start(host)
        stage.porthole = porthole
      },
    }
    return await play(stage)
  } finally {
    for (const end of ends) await end()
  }
}

async function addHosts({ request }: BrowserContext, { url }: Porthole, daemons: readonly Daemon[]): Promise<void> {
  await Promise.all(
    daemons.map(async ({ uri }, index) => {
      const data = { name: `host-${String(index + 1).padStart(2, '0')}`, uri }
      const reply = await request.post(`${url}/api/v1/hosts`, { data, headers: { origin: url } })
      if (!reply.ok()) throw new Error(`a host was refused: ${await reply.text()}`)
    }),
  )
}

/** The server has read all VMs of all hosts. */
export async function allRead({ request }: BrowserContext, { url }: Porthole): Promise<void> {
  for (;;) {
    const reply = await request.get(`${url}/readyz`)
    if (reply.ok() && (await howMany(request, url)) === vmsInAll) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

export async function howMany(request: BrowserContext['request'], url: string): Promise<number> {
  const reply = await request.get(`${url}/api/v1/vms`)
  return ((await reply.json()) as { vms: unknown[] }).vms.length
}
