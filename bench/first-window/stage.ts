import { type Browser, type BrowserContext, chromium } from '@playwright/test'
import { makeAdministrator } from '../../e2e/administrator.ts'
import { type Host, startHost } from '../../e2e/host.ts'
import { keyBlockDomain } from '../../e2e/lab/key-block.ts'
import config from '../../e2e/playwright.config.ts'
import { type Porthole, startPorthole } from '../../e2e/porthole.ts'

/** A real libvirt host with one running guest, a Porthole that manages it, and a browser that is signed in. */
export interface Stage {
  readonly host: Host
  readonly porthole: Porthole
  readonly browser: Browser
  readonly context: BrowserContext
  /** The guest's UUID; its name is `measured`. */
  readonly vm: string
}

export async function onStage<T>(play: (stage: Stage) => Promise<T>): Promise<T> {
  const ends: (() => Promise<unknown>)[] = []
  try {
    const host = await startHost()
    ends.unshift(() => host.stop())
    const vm = await host.define('measured')
    await host.virsh('start', 'measured')
    const porthole = await startPorthole({ libvirtUri: host.uri })
    ends.unshift(() => porthole.stop())
    const browser = await chromium.launch(config.use?.launchOptions)
    ends.unshift(() => browser.close())
    const context = await browser.newContext({ baseURL: porthole.url, viewport: { width: 1280, height: 800 } })
    context.setDefaultTimeout(30_000)
    // What compiles this file gives functions their names by a helper that pages do not have.
    await context.addInitScript('globalThis.__name = func => func')
    await makeAdministrator(context, porthole)
    // After the key N it fills its whole screen with noise, as fast as it can.
    await host.defineXml(keyBlockDomain('busy', host.files.keyBlock))
    await bootedGuest(host)
    return await play({ host, porthole, browser, context, vm })
  } finally {
    for (const end of ends) await end()
  }
}

/** A guest that still boots takes the CPU that is measured. */
async function bootedGuest(host: Host): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    const answer = await host.agent('measured', 'guest-ping').catch(() => null)
    if (answer !== null) return
  }
  throw new Error('the guest did not get going')
}
