import { type BrowserContext, test as base, expect, type Locator, type Page } from '@playwright/test'
import { makeAdministrator } from './administrator.ts'
import { buildGuest } from './lab/guest.ts'
import { guestDomain } from './lab/guest-domain.ts'
import { type PrivateLibvirt, startPrivateLibvirt } from './lab/private-libvirt.ts'
import { type Porthole, startPorthole } from './porthole.ts'

/** A libvirt host of our own with the small guest's files on it. */
export interface Host extends PrivateLibvirt {
  /** Defines the small guest, shut off, as somebody with virsh would; gives its UUID. */
  define(name: string, options?: { vncPassword?: string }): Promise<string>
  /** The small guest's kernel and initrd as paths on this host. */
  readonly files: { readonly kernel: string; readonly initrd: string; readonly commandLine: string }
  /** What the guest agent says to a command; rejects while there is no agent yet. */
  agent(name: string, command: string, args?: object): Promise<unknown>
}

interface Worker {
  readonly host: Host
  readonly porthole: Porthole
  readonly signedIn: Awaited<ReturnType<BrowserContext['storageState']>>
}

/** `page` is signed in as the administrator of a Porthole that manages one real libvirt host. */
export const test = base.extend<object, Worker>({
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

export async function startHost(): Promise<Host> {
  const guest = await buildGuest()
  const libvirt = await startPrivateLibvirt()
  const kernel = await libvirt.put(guest.kernel)
  const initrd = await libvirt.put(guest.initrd)
  const files = { kernel, initrd, commandLine: guest.commandLine }
  return {
    ...libvirt,
    files,
    define: (name, options = {}) => define(libvirt, guestDomain({ name, ...files, ...options })),
    agent: async (name, command, args) => {
      const request = JSON.stringify(args === undefined ? { execute: command } : { execute: command, arguments: args })
      return JSON.parse(await libvirt.virsh('qemu-agent-command', name, request)).return
    },
  }
}

async function define(libvirt: PrivateLibvirt, xml: string): Promise<string> {
  await defineXml(libvirt, xml)
  return /<uuid>(.+)<\/uuid>/.exec(xml)?.[1] ?? ''
}

export async function defineXml(libvirt: PrivateLibvirt, xml: string): Promise<void> {
  const { mkdtemp, rm, writeFile } = await import('node:fs/promises')
  const folder = await mkdtemp('/tmp/porthole-xml-')
  await writeFile(`${folder}/domain.xml`, xml)
  await libvirt.virsh('define', `${folder}/domain.xml`)
  await rm(folder, { recursive: true })
}

/** Takes a VM away, whatever state it is in. */
export async function removeVm(libvirt: PrivateLibvirt, name: string): Promise<void> {
  await libvirt.virsh('destroy', name).catch(() => {})
  await libvirt.virsh('undefine', name, '--managed-save', '--snapshots-metadata', '--nvram').catch(() => {})
}

/** The row of a VM in the fleet's table. */
export function vmRow(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
}

/** The state as the row says it. */
export async function expectState(page: Page, name: string, state: string): Promise<void> {
  await expect(vmRow(page, name).getByText(state, { exact: true })).toBeVisible({ timeout: 30_000 })
}

/** Chooses from the menu of all actions of a row. */
export async function act(page: Page, name: string, label: string): Promise<void> {
  await vmRow(page, name)
    .getByRole('button', { name: `All actions on ${name}` })
    .click()
  await page.getByRole('menuitem', { name: label, exact: true }).click()
}
