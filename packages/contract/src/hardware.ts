import * as z from 'zod/mini'
import { read, write } from './entry.ts'
import { VmKey } from './vm.ts'
import { diskKinds, MemoryMiB, NetworkName, VcpuCount, VolumeRef } from './vms.ts'

/** The kinds of devices, in the order in which people look for them. */
export const hardwareKinds = [
  ...(['machine', 'processors', 'memory', 'disk', 'drive', 'nic', 'display', 'video'] as const),
  ...(['serial', 'channel', 'hostdev', 'other'] as const),
] as const
export type HardwareKind = (typeof hardwareKinds)[number]

/** What is told of a device, each where it is known. Memory is in KiB, the size of a disk in bytes. */
const HardwareFact = z.enum([
  ...(['machine', 'arch', 'firmware', 'secureBoot', 'boot', 'kernel'] as const),
  ...(['vcpus', 'maxVcpus', 'cpu', 'sockets', 'cores', 'threads', 'memory', 'maxMemory'] as const),
  ...(['source', 'size', 'device', 'bus', 'format', 'cache', 'discard', 'readonly', 'shareable'] as const),
  ...(['serialNumber', 'tray', 'model', 'link', 'filter', 'hostDevice', 'addresses', 'bootOrder'] as const),
  ...(['type', 'listen', 'port', 'heads', 'path', 'state', 'managed'] as const),
])
export type HardwareFact = z.infer<typeof HardwareFact>

const Facts = z.partialRecord(HardwareFact, z.union([z.string(), z.number(), z.boolean()]))
export type HardwareFacts = z.infer<typeof Facts>

export const HardwareDevice = z.object({
  kind: z.enum(hardwareKinds),
  /** Tells it from the others of its kind: the target of a disk, the MAC address of a network interface. */
  key: z.string(),
  /** As it is while the VM runs; null where it does not run, or has the device only from its next start on. */
  now: z.nullable(Facts),
  /** As it is from the next start on; null where it has the device no longer then, or is transient. */
  next: z.nullable(Facts),
  /** What nobody defines, such as the port that a display was given, or the size of a disk. */
  told: Facts,
})
export type HardwareDevice = z.infer<typeof HardwareDevice>

export const Hardware = z.object({
  /** What it has now is its own, and may differ from what it starts with next. */
  running: z.boolean(),
  /** It can start again: it is not transient. */
  defined: z.boolean(),
  devices: z.array(HardwareDevice),
})
export type Hardware = z.infer<typeof Hardware>

/** The buses that a disk can be attached to, and the cards that a network interface can be. */
export const diskBuses = ['virtio', 'sata', 'scsi', 'usb'] as const
export const nicModels = ['virtio', 'e1000e', 'e1000', 'rtl8139'] as const

const Target = z.string().check(z.minLength(1), z.maxLength(64))
const Mac = z
  .string()
  .check(z.regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i, 'A MAC address is six pairs of hexadecimal digits.'))

/** For a VM that runs: it is not only so from its next start on. */
const alsoNow = z._default(z.boolean(), true)

/** What became of it: null where it is done, else why it is not yet. */
const Outcome = z.object({ note: z.nullable(z.string()) })
const nothing = z.object({})

const ofVm = { on: 'vm', permission: 'vm.change', rule: 'changeHardware' } as const
const at = '/vms/{id}/hardware'
const audit = (...keeps: string[]) => ({ keeps, causes: ['vmChanged'] }) as const

/** What is left out of a change stays as it is; each is done in the newest definition, whatever else has changed in it. */
export const hardware = {
  getHardware: read('getHardware', {
    path: at,
    summary: 'The devices of the VM, as they are now and as they are from its next start on',
    on: 'vm',
    permission: 'vm.see',
    input: VmKey,
    output: Hardware,
  }),
  insertMedium: write('insertMedium', {
    ...ofVm,
    path: `${at}/medium`,
    summary: 'Put an ISO image of a pool into a drive, in place of what is in it',
    audit: audit('target', 'pool', 'volume', 'force'),
    input: z.extend(VmKey, {
      ...{ target: Target, pool: VolumeRef.shape.pool, volume: VolumeRef.shape.volume },
      /** Open the drive although the guest holds it locked. */
      force: z._default(z.boolean(), false),
    }),
    output: nothing,
  }),
  ejectMedium: write('ejectMedium', {
    ...ofVm,
    method: 'DELETE',
    path: `${at}/medium`,
    summary: 'Take out what is in a drive',
    audit: audit('target', 'force'),
    input: z.extend(VmKey, { target: Target, force: z._default(z.boolean(), false) }),
    output: nothing,
  }),
  changeProcessors: write('changeProcessors', {
    ...ofVm,
    method: 'PUT',
    path: `${at}/processors`,
    summary: 'Change how many vCPUs the VM starts with and may have at most; with `now`, how many it has as it runs',
    audit: audit('vcpus', 'maxVcpus', 'now'),
    input: z.extend(VmKey, {
      ...{ vcpus: z.optional(VcpuCount), maxVcpus: z.optional(VcpuCount) },
      now: z._default(z.boolean(), false),
    }),
    output: nothing,
  }),
  changeMemory: write('changeMemory', {
    ...ofVm,
    method: 'PUT',
    path: `${at}/memory`,
    summary: 'Change how much memory the VM starts with and may have at most; with `now`, how much it has as it runs',
    audit: audit('memoryMiB', 'maxMemoryMiB', 'now'),
    input: z.extend(VmKey, {
      ...{ memoryMiB: z.optional(MemoryMiB), maxMemoryMiB: z.optional(MemoryMiB) },
      now: z._default(z.boolean(), false),
    }),
    output: nothing,
  }),
  addNic: write('addNic', {
    ...ofVm,
    path: `${at}/nics`,
    summary: 'Give the VM one more network interface',
    audit: audit('network', 'model', 'now'),
    input: z.extend(VmKey, {
      ...{ network: NetworkName, model: z._default(z.enum(nicModels), 'virtio') },
      now: alsoNow,
    }),
    output: z.object({ mac: z.string() }),
  }),
  changeNic: write('changeNic', {
    ...ofVm,
    method: 'PUT',
    path: `${at}/nics`,
    summary: 'Change what a network interface is connected to, what card it is, or pull its cable',
    audit: audit('mac', 'network', 'model', 'link', 'now'),
    input: z.extend(VmKey, {
      mac: Mac,
      ...{ network: z.optional(NetworkName), model: z.optional(z.enum(nicModels)) },
      link: z.optional(z.enum(['up', 'down'])),
      now: alsoNow,
    }),
    output: nothing,
  }),
  removeNic: write('removeNic', {
    ...ofVm,
    method: 'DELETE',
    path: `${at}/nics`,
    summary: 'Take a network interface away',
    audit: audit('mac', 'now'),
    input: z.extend(VmKey, { mac: Mac, now: alsoNow }),
    output: Outcome,
  }),
  attachDisk: write('attachDisk', {
    ...ofVm,
    path: `${at}/disks`,
    summary: 'Give the VM a volume as one more disk: one that is there, or one that is made for it',
    audit: audit('disk', 'bus', 'readonly', 'now'),
    input: z.extend(VmKey, {
      disk: z.discriminatedUnion('kind', diskKinds),
      bus: z._default(z.enum(diskBuses), 'virtio'),
      readonly: z._default(z.boolean(), false),
      now: alsoNow,
    }),
    output: z.object({ target: z.string() }),
  }),
  detachDisk: write('detachDisk', {
    ...ofVm,
    method: 'DELETE',
    path: `${at}/disks`,
    summary: 'Take a disk away from the VM; its volume stays',
    audit: audit('target', 'source', 'now'),
    input: z.extend(VmKey, {
      target: Target,
      /** What it is on the host, as it was seen: another disk that has its name by now is not taken away. */
      source: z.nullable(z.string().check(z.maxLength(4096))),
      now: alsoNow,
    }),
    output: Outcome,
  }),
}
