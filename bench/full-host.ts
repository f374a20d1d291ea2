import { type Connection, connect, unixTransport } from '@porthole/libvirt'
import { type PrivateLibvirt, startPrivateLibvirt } from '../e2e/lab/private-libvirt.ts'

export const machines = 10_000
const definingAtOnce = 4

/** A real libvirtd with ten thousand definitions. */
export interface FullHost {
  readonly libvirt: PrivateLibvirt
  readonly connection: Connection
  /** Defines a machine again with another memory: a change that every window is told. */
  change(index: number, memoryMiB: number): Promise<void>
  stop(): Promise<void>
}

export async function startFullHost(): Promise<FullHost> {
  const libvirt = await startPrivateLibvirt()
  try {
    const transport = unixTransport(libvirt.socket)
    const connection = await connect({ transport, uri: 'qemu:///system', deadlineMs: 180_000 })
    const change = async (index: number, memoryMiB: number) => {
      await connection.call('domainDefineXml', { xml: machine(index, memoryMiB) })
    }
    let next = 0
    const define = async () => {
      while (next < machines) await change(next++, 64)
    }
    await Promise.all(Array.from({ length: definingAtOnce }, define))
    const stop = async () => {
      await connection.close()
      await libvirt.stop()
    }
    return { libvirt, connection, change, stop }
  } catch (error) {
    await libvirt.stop()
    throw error
  }
}

/** A UUID from its number, so that defining it again changes the same one. */
export const machineId = (index: number) => `a0000000-0000-4000-8000-${String(index).padStart(12, '0')}`

const machine = (index: number, memoryMiB: number): string => `<domain type='qemu'>
  <name>machine-${index}</name>
  <uuid>${machineId(index)}</uuid>
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
