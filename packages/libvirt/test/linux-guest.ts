// The small Linux of the demo, for what only a running system can show. It boots in some five seconds and has the guest agent.
import { execFile } from 'node:child_process'
import { chmod, copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

/** The guest's files in a folder of their own which QEMU may read. */
export interface LinuxGuest {
  /** For whatever else a guest of this kind needs: disks, saved states. */
  readonly folder: string
  /** A qcow2 disk of 64 MiB with a file system; the guest mounts it at /data. */
  readonly disk: string
  /** The XML of a guest with the agent, a serial console and VNC. */
  xml(name: string, options?: GuestOptions): string
  remove(): Promise<void>
}

const pcieSlots = (slots: number): string =>
  `<controller type='pci' model='pcie-root'/>${"<controller type='pci' model='pcie-root-port'/>".repeat(slots)}`

export interface GuestOptions {
  readonly devices?: string
  /** Instead of one virtual CPU. */
  readonly cpus?: string
  /** How many devices can be plugged in while it runs. Each slot costs the boot a moment. */
  readonly slots?: number
}

/** Builds the guest where that is not done yet, and copies it. */
export async function linuxGuest(): Promise<LinuxGuest> {
  const built = process.env.PORTHOLE_LAB ?? fromRoot('.cache/guest')
  await promisify(execFile)(fromRoot('e2e/lab/guest/build.sh'), [built])
  const folder = await mkdtemp(join(tmpdir(), 'porthole-proof-'))
  await chmod(folder, 0o755)
  for (const file of ['vmlinuz', 'initrd', 'data.qcow2']) await copyFile(join(built, file), join(folder, file))
  await chmod(join(folder, 'data.qcow2'), 0o666)
  const commandLine = (await readFile(join(built, 'cmdline'), 'utf8')).trim()
  return {
    folder,
    disk: join(folder, 'data.qcow2'),
    remove: () => rm(folder, { recursive: true, force: true }),
    xml: (name, { devices = '', cpus = '<vcpu>1</vcpu>', slots = 0 } = {}) => `<domain type='qemu'>
  <name>${name}</name>
  <memory unit='MiB'>128</memory>
  ${cpus}
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <kernel>${folder}/vmlinuz</kernel>
    <initrd>${folder}/initrd</initrd>
    <cmdline>${commandLine} host=${name}</cmdline>
  </os>
  <features><acpi/><apic/><tcg><tb-cache unit='MiB'>32</tb-cache></tcg></features>
  <pm><suspend-to-mem enabled='yes'/></pm>
  <devices>
    ${slots > 0 ? pcieSlots(slots) : ''}
    <serial type='pty'/>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'/>
    <video><model type='vga'/></video>
    <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
    ${devices}
  </devices>
</domain>`,
  }
}
