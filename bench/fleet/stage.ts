import { type Browser, type BrowserContext, chromium } from '@playwright/test'
import { type Connection, connect, unixTransport } from '@porthole/libvirt'
import { makeAdministrator } from '../../e2e/administrator.ts'
import { type PrivateLibvirt, startPrivateLibvirt } from '../../e2e/lab/private-libvirt.ts'
import config from '../../e2e/playwright.config.ts'
import { type Porthole, startPorthole } from '../../e2e/porthole.ts'

export const machines = 10_000
const definingAtOnce = 4

/** A real libvirtd with ten thousand definitions, a Porthole that manages it, and a browser that is signed in. */
export interface Stage {
  readonly libvirt: PrivateLibvirt
  readonly connection: Connection
  readonly porthole: Porthole
  readonly browser: Browser
  readonly context: BrowserContext
  /** Defines a machine again with another memory: a change that every window is told. */
  change(index: number, memoryMiB: number): Promise<void>
}

export async function onStage<T>(play: (stage: Stage) => Promise<T>): Promise<T> {
  const ends: (() => unknown)[] = []
  try {
    const libvirt = await startPrivateLibvirt()
    ends.unshift(() => libvirt.stop())
    const connection = await connect({
      transport: unixTransport(libvirt.socket),
      uri: 'qemu:///system',
      deadlineMs: 180_000,
    })
    ends.unshift(() => connection.close())
    const change = async (index: number, memoryMiB: number) => {
      await connection.call('domainDefineXml', { xml: machine(index, memoryMiB) })
    }
    let next = 0
    const define = async () => {
      while (next < machines) await change(next++, 64)
    }
    await Promise.all(Array.from({ length: definingAtOnce }, define))
    const porthole = await startPorthole({ libvirtUri: libvirt.uri })
    ends.unshift(() => porthole.stop())
    const browser = await chromium.launch(config.use?.launchOptions)
    ends.unshift(() => browser.close())
    const context = await browser.newContext({ baseURL: porthole.url, viewport: { width: 1280, height: 800 } })
    context.setDefaultTimeout(60_000)
    // What compiles this file gives functions their names by a helper that pages do not have.
    await context.addInitScript('globalThis.__name = func => func')
    await makeAdministrator(context, porthole)
    return await play({ libvirt, connection, porthole, browser, context, change })
  } finally {
    for (const end of ends) await end()
  }
}

/** A UUID from its number, so that defining it again changes the same one. */
const uuid = (index: number) => `a0000000-0000-4000-8000-${String(index).padStart(12, '0')}`

const machine = (index: number, memoryMiB: number): string => `<domain type='qemu'>
  <name>machine-${index}</name>
  <uuid>${uuid(index)}</uuid>
  <memory unit='MiB'>${memoryMiB}</memory>
  <vcpu>${1 + (index % 8)}</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/>
      <source file='/var/lib/libvirt/images/machine-${index}.qcow2'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <interface type='user'><model type='virtio'/></interface>
  </devices>
</domain>`
