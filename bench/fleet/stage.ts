import { type Browser, type BrowserContext, chromium } from '@playwright/test'
import { makeAdministrator } from '../../e2e/administrator.ts'
import config from '../../e2e/playwright.config.ts'
import { type Porthole, startPorthole } from '../../e2e/porthole.ts'
import { type FullHost, startFullHost } from '../full-host.ts'

/** A real libvirtd with ten thousand definitions, a Porthole that manages it, and a browser that is signed in. */
export interface Stage extends FullHost {
  readonly porthole: Porthole
  readonly browser: Browser
  readonly context: BrowserContext
}

export async function onStage<T>(play: (stage: Stage) => Promise<T>): Promise<T> {
  const ends: (() => unknown)[] = []
  try {
    const host = await startFullHost()
    ends.unshift(() => host.stop())
    const porthole = await startPorthole({ libvirtUri: host.libvirt.uri })
    ends.unshift(() => porthole.stop())
    const browser = await chromium.launch(config.use?.launchOptions)
    ends.unshift(() => browser.close())
    const context = await browser.newContext({ baseURL: porthole.url, viewport: { width: 1280, height: 800 } })
    context.setDefaultTimeout(60_000)
    // What compiles this file gives functions their names by a helper that pages do not have.
    await context.addInitScript('globalThis.__name = func => func')
    await makeAdministrator(context, porthole)
    return await play({ ...host, porthole, browser, context })
  } finally {
    for (const end of ends) await end()
  }
}
