import * as z from 'zod/mini'
import { permissions } from './permissions.ts'

export const VmState = z.enum([
  'running',
  'paused',
  'shutting-down',
  'shut-off',
  'saved',
  'crashed',
  'pm-suspended',
  'unknown',
])
export type VmState = z.infer<typeof VmState>

/** One VM as lists, events and its own page show it. Small on purpose: ten thousand of them fit in a browser. */
export const Vm = z.object({
  /**
   * libvirt's UUID: any 128 bits, also such as no RFC 9562 version has. It stays the same when the VM migrates;
   * `host` tells two apart that share it.
   */
  id: z.guid(),
  host: z.string(),
  name: z.string(),
  title: z.nullable(z.string()),
  /** How its description begins, so that it is found by what somebody wrote about it. */
  notes: z.nullable(z.string()),
  state: VmState,
  /** Why it is in that state, in libvirt's words ("booted", "shut down by the guest"); null when libvirt does not say. */
  reason: z.nullable(z.string()),
  /** When Porthole saw it enter the state; null when it was so before Porthole looked. */
  since: z.nullable(z.iso.datetime()),
  /** It has a QEMU process (or the driver's like): running, paused, shutting down, asleep. */
  active: z.boolean(),
  persistent: z.boolean(),
  autostart: z.boolean(),
  vcpus: z.int(),
  memoryKiB: z.int(),
  accelerator: z.enum(['kvm', 'tcg', 'other']),
  displays: z.array(z.enum(['vnc', 'spice', 'other'])),
  /** The addresses of the guest, as leases, the host's ARP table or the guest agent tell: those that others reach it at. */
  ips: z.array(z.string()),
  macs: z.array(z.string()),
  /** The operating system, as the guest agent or whoever made it says: "Debian GNU/Linux 12 (bookworm)", "debian 12". */
  os: z.nullable(z.string()),
  /** What its disks are on the host: files, devices, names on the network. */
  diskPaths: z.array(z.string()),
  /** What its network cards hang on: "network default", "bridge br0", "user". */
  networks: z.array(z.string()),
  /** The names of its snapshots, and of the one that it goes on from; null where it goes on from none. */
  snapshots: z.array(z.string()),
  currentSnapshot: z.nullable(z.string()),
  /** Why its host could take no snapshot of it as it is now; null where nothing is known to be in the way. */
  snapshotHindrance: z.nullable(z.enum(['no-disk', 'format', 'left-out', 'firmware', 'driver'])),
  /** Why its XML could not be read; what could be read stands in the other fields. */
  oddity: z.nullable(z.string()),
  /** The folder that it is kept in, by id; null for none. */
  folder: z.nullable(z.string()),
  tags: z.array(z.string()),
  /** The name of whoever answers for it: who made it here, until somebody says otherwise. */
  owner: z.nullable(z.string()),
  /** What the person who asked may do with it. */
  can: z.array(z.enum(permissions)),
  /** Grows with every change: of two copies, the one with the larger number is the newer. */
  revision: z.int(),
})
export type Vm = z.infer<typeof Vm>

/** A host that does not answer now: what is told of its VMs is from then. Its name is for those who may see it. */
export const AwayHost = z.object({ host: z.string(), since: z.iso.datetime() })
export type AwayHost = z.infer<typeof AwayHost>

export const VmDisk = z.object({
  /** The name in the guest's bus order: vda, sdb. */
  target: z.string(),
  device: z.enum(['disk', 'cdrom', 'floppy', 'lun']),
  bus: z.nullable(z.string()),
  /** File, block device or network path; null for an empty drive. */
  source: z.nullable(z.string()),
  format: z.nullable(z.string()),
})
export const VmNic = z.object({
  mac: z.nullable(z.string()),
  model: z.nullable(z.string()),
  /** "network default", "bridge br0", "user". */
  source: z.string(),
})

/** Who told an address of a guest: its agent, the DHCP server of a libvirt network, or the host's table of neighbours. */
export const AddressSource = z.enum(['agent', 'lease', 'arp'])
export type AddressSource = z.infer<typeof AddressSource>

export const VmDetails = z.extend(Vm, {
  /** Who told each of `ips`; null for one that was known before a restart. */
  addresses: z.array(z.object({ ip: z.string(), source: z.nullable(AddressSource) })),
  /** Who told `os`: the guest's agent, or who wrote it into the definition (libosinfo's metadata). */
  osSource: z.nullable(z.enum(['agent', 'metadata'])),
  description: z.nullable(z.string()),
  machine: z.nullable(z.string()),
  arch: z.nullable(z.string()),
  firmware: z.enum(['bios', 'uefi', 'other']),
  disks: z.array(VmDisk),
  nics: z.array(VmNic),
  serials: z.int(),
  /** The definition or, while the VM is on, the live document; without passwords. */
  xml: z.string(),
  /**
   * Set when a KVM guest has executed for a while without drawing anything, not even its firmware's first line:
   * the sign of KVM that is offered but does not work (often nested virtualization).
   */
  stuckInKvm: z.boolean(),
})
export type VmDetails = z.infer<typeof VmDetails>

/** Names a VM. `host` is needed only where two hosts have a VM of the same UUID. */
export const VmKey = z.object({ id: z.guid(), host: z.optional(z.string()) })
