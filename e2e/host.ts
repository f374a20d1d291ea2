import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildGuest } from './lab/guest.ts'
import { type GuestDomain, guestDomain } from './lab/guest-domain.ts'
import { type PrivateLibvirt, startPrivateLibvirt } from './lab/private-libvirt.ts'

/** A libvirt host of our own with the small guest's files on it. */
export interface Host extends PrivateLibvirt {
  /** Defines the small guest, shut off, as somebody with virsh would; gives its UUID. */
  define(name: string, options?: Pick<GuestDomain, 'vncPassword' | 'devices'>): Promise<string>
  defineXml(xml: string): Promise<void>
  /** Takes a VM away, whatever state it is in. */
  remove(name: string): Promise<void>
  /** The small guest's kernel and initrd, and the boot-sector guest's disk, as paths on this host. */
  readonly files: {
    readonly kernel: string
    readonly initrd: string
    readonly commandLine: string
    readonly keyBlock: string
  }
  /** What the guest agent says to a command; rejects while there is no agent yet. */
  agent(name: string, command: string, args?: object): Promise<unknown>
}

export async function startHost(options: Parameters<typeof startPrivateLibvirt>[0] = {}): Promise<Host> {
  const guest = await buildGuest()
  const libvirt = await startPrivateLibvirt(options)
  const files = {
    kernel: await libvirt.put(guest.kernel),
    initrd: await libvirt.put(guest.initrd),
    commandLine: guest.commandLine,
    keyBlock: await libvirt.put(guest.keyBlock),
  }
  const defineXml = async (xml: string) => {
    const folder = await mkdtemp(join(tmpdir(), 'porthole-xml-'))
    await writeFile(join(folder, 'domain.xml'), xml)
    await libvirt.virsh('define', join(folder, 'domain.xml'))
    await rm(folder, { recursive: true })
  }
  return {
    ...libvirt,
    files,
    defineXml,
    define: async (name, options = {}) => {
      const uuid = crypto.randomUUID()
      await defineXml(guestDomain({ name, uuid, ...files, ...options }))
      return uuid
    },
    remove: async name => {
      await libvirt.virsh('destroy', name).catch(() => {})
      await libvirt.virsh('undefine', name, '--managed-save', '--snapshots-metadata', '--nvram').catch(() => {})
    },
    agent: async (name, command, args) => {
      const request = JSON.stringify(args === undefined ? { execute: command } : { execute: command, arguments: args })
      return JSON.parse(await libvirt.virsh('qemu-agent-command', name, request)).return
    },
  }
}
