import { type BrowserContext, test as base, expect, type Locator, type Page } from '@playwright/test'
import { makeAdministrator } from './administrator.ts'
import { type Host, startHost } from './host.ts'
import { type Porthole, type PortholeOptions, startPorthole } from './porthole.ts'

interface Worker {
  readonly host: Host
  readonly porthole: Porthole
  readonly signedIn: Awaited<ReturnType<BrowserContext['storageState']>>
}

interface Own {
  /** Starts a server of the test's own, which ends with it however it ends. */
  readonly ownPorthole: (options: PortholeOptions) => Promise<Porthole>
}

/** `page` is signed in as the administrator of a Porthole that manages one real libvirt host. */
export const test = base.extend<Own, Worker>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the first parameter's names
  ownPorthole: async ({}, use) => {
    const started: Porthole[] = []
    await use(async options => {
      const porthole = await startPorthole(options)
      started.push(porthole)
      return porthole
    })
    for (const porthole of started) await porthole.stop()
  },
  host: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the first parameter's names
    async ({}, use) => {
      const host = await startHost()
      await use(host)
      await host.stop()
    },
    { scope: 'worker' },
  ],
  porthole: [
    async ({ host }, use) => {
      const porthole = await startPorthole({ libvirtUri: host.uri })
      await use(porthole)
      await porthole.stop()
    },
    { scope: 'worker' },
  ],
  signedIn: [
    async ({ browser, porthole }, use) => {
      const context = await browser.newContext()
      await makeAdministrator(context, porthole)
      await use(await context.storageState())
      await context.close()
    },
    { scope: 'worker' },
  ],
  storageState: async ({ signedIn }, use) => use(signedIn),
  baseURL: async ({ porthole }, use) => use(porthole.url),
})

export { expect }

/** The row of a VM in the fleet's table. */
export function vmRow(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
}

/** The state as the row says it. */
export async function expectState(page: Page, name: string, state: string): Promise<void> {
  await expect(vmRow(page, name).getByText(state, { exact: true })).toBeVisible({ timeout: 30_000 })
}

const agentAnswer = (host: Host, name: string) => () => host.agent(name, 'guest-ping').catch(() => null)

/** The guest has booted: its agent answers. */
export async function expectAgent(host: Host, name: string): Promise<void> {
  await expect.poll(agentAnswer(host, name), { timeout: 60_000 }).toEqual({})
}

/** The guest is down, or on its way. */
export async function expectNoAgent(host: Host, name: string): Promise<void> {
  await expect.poll(agentAnswer(host, name), { timeout: 30_000 }).toBeNull()
}

/** Chooses from the menu of all actions of a row. */
export async function act(page: Page, name: string, label: string): Promise<void> {
  await vmRow(page, name)
    .getByRole('button', { name: `All actions on ${name}` })
    .click()
  await page.getByRole('menuitem', { name: label, exact: true }).click()
}
