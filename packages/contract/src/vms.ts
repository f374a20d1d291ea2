import * as z from 'zod/mini'
import { type AuditMeta, read, write } from './entry.ts'
import { permissions } from './permissions.ts'
import type { VmRuleName } from './vm-rules.ts'

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
const nothing = z.object({})

const starts = { causes: ['vmStarted', 'vmResumed'], passes: ['vmPaused'] } as const

function powerAct<N extends VmRuleName>(id: N, path: string, summary: string, events: Omit<AuditMeta, 'keeps'> = {}) {
  return write(id, {
    path: `/vms/{id}/${path}`,
    summary,
    on: 'vm',
    permission: 'vm.power',
    rule: id,
    audit: { keeps: [], ...events },
    input: VmKey,
    output: nothing,
  })
}

/** What deleting would take with it, for the question before the deed. */
export const DeletionPlan = z.object({
  snapshots: z.array(z.string()),
  savedState: z.boolean(),
  nvram: z.nullable(z.string()),
  disks: z.array(
    z.object({
      target: z.string(),
      path: z.string(),
      pool: z.nullable(z.string()),
      /** Bytes that the file takes on the host. */
      allocation: z.nullable(z.int()),
      /** Null when it can be deleted with the VM, else why it stays. */
      stays: z.nullable(z.string()),
    }),
  ),
})
export type DeletionPlan = z.infer<typeof DeletionPlan>

/** One line of a document that an edit leaves, takes away or adds. */
const ChangedLine = z.object({ kind: z.enum(['same', 'gone', 'come']), text: z.string() })
export type ChangedLine = z.infer<typeof ChangedLine>

/** What would change in a VM's definition, and whether it has changed already: it counts from its next start. */
const DefinitionPlan = z.object({ lines: z.array(ChangedLine), done: z.boolean() })
export type DefinitionPlan = z.infer<typeof DefinitionPlan>

/** How text gets from the guest's clipboard to its console and back: not at all, to SPICE alone, once an agent answers, now. */
const ClipboardWay = z.enum(['absent', 'spice', 'silent', 'connected'])
export type ClipboardWay = z.infer<typeof ClipboardWay>

/** libvirt forbids "/" and control characters in names; a leading dash or dot makes trouble in shells and files. */
const VmName = z
  .string()
  .check(
    z.trim(),
    z.minLength(1, 'Give the VM a name.'),
    z.maxLength(64, 'A name has at most 64 characters.'),
    z.regex(
      /^[\p{L}\p{N}_][\p{L}\p{N}_.+: -]*$/u,
      'A name starts with a letter or digit and has only letters, digits, spaces and . _ - + :',
    ),
  )
/** The name becomes a file's on some hosts. */
export const SnapshotName = z
  .string()
  .check(
    z.trim(),
    z.minLength(1, 'Give the snapshot a name.'),
    z.maxLength(64, 'A name has at most 64 characters.'),
    z.regex(/^[^/\p{C}]*$/u, 'A name has no "/" and no control characters.'),
  )
const VolumeRef = z.object({
  pool: z.string().check(z.minLength(1, 'Choose a pool.')),
  volume: z.string().check(z.minLength(1, 'Choose a volume.')),
})
const HostPath = z
  .string()
  .check(z.maxLength(4096), z.regex(/^\/[^\0\n\r]*$/, 'Give the whole path of the file on the host, from "/" on.'))

export const NewVm = z.object({
  host: z.string().check(z.minLength(1, 'Choose a host.')),
  name: VmName,
  vcpus: z.int('Give a whole number of vCPUs.').check(z.gte(1, 'At least 1 vCPU.'), z.lte(512, 'At most 512 vCPUs.')),
  memoryMiB: z
    .int('Give memory in whole MiB.')
    .check(z.gte(32, 'At least 32 MiB.'), z.lte(16 * 1024 * 1024, 'At most 16 TiB.')),
  accelerator: z.enum(['kvm', 'tcg']),
  disk: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('new'),
      pool: z.string().check(z.minLength(1, 'Choose a pool.')),
      sizeGiB: z.number().check(z.gte(0.1, 'At least 0.1 GiB.'), z.lte(65536, 'At most 64 TiB.')),
    }),
    z.extend(VolumeRef, { kind: z.literal('existing') }),
    z.object({ kind: z.literal('none') }),
  ]),
  boot: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('disk') }),
    z.extend(VolumeRef, { kind: z.literal('iso') }),
    z.object({
      kind: z.literal('kernel'),
      kernel: HostPath,
      initrd: z.optional(HostPath),
      commandLine: z.optional(z.string().check(z.maxLength(2048))),
    }),
  ]),
  network: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('network'), name: z.string().check(z.minLength(1, 'Choose a network.')) }),
    z.object({ kind: z.literal('none') }),
  ]),
})
export type NewVm = z.infer<typeof NewVm>

export const vms = {
  listVms: read('listVms', {
    path: '/vms',
    summary: 'Every VM that you may see, on every host',
    on: 'installation',
    permission: 'signed-in',
    input: nothing,
    output: z.object({ vms: z.array(Vm), away: z.array(AwayHost) }),
  }),
  getVm: read('getVm', {
    path: '/vms/{id}',
    summary: 'One VM with its devices and its XML',
    on: 'vm',
    permission: 'vm.see',
    input: VmKey,
    output: VmDetails,
  }),
  getVmScreen: read('getVmScreen', {
    path: '/vms/{id}/screen',
    summary: "A picture of the VM's first display, at most `width` pixels wide",
    on: 'vm',
    permission: 'vm.watch',
    input: z.extend(VmKey, { width: z._default(z.int().check(z.gte(16), z.lte(4096)), 320) }),
    output: z.file(),
  }),
  takeScreenshot: write('takeScreenshot', {
    path: '/vms/{id}/screenshot',
    summary: "What the VM's first display shows now, as a PNG in its own size",
    on: 'vm',
    permission: 'vm.watch',
    rule: 'takeScreenshot',
    audit: { keeps: [] },
    input: VmKey,
    output: z.file(),
  }),
  getLastPicture: read('getLastPicture', {
    path: '/vms/{id}/last-picture',
    summary: 'What the display of a VM that is off showed last, if that was seen; the file is named by when it stopped',
    on: 'vm',
    permission: 'vm.watch',
    input: VmKey,
    output: z.file(),
  }),
  planVmDeletion: read('planVmDeletion', {
    path: '/vms/{id}/deletion',
    summary: 'What deleting the VM would take with it',
    on: 'vm',
    permission: 'vm.delete',
    input: VmKey,
    output: DeletionPlan,
  }),
  startVm: powerAct('startVm', 'start', 'Start the VM', starts),
  restoreVm: powerAct('restoreVm', 'restore', 'Start the VM from its saved state', starts),
  shutDownVm: powerAct('shutDownVm', 'shut-down', 'Ask the guest to shut down', { causesLater: ['vmStopped'] }),
  rebootVm: powerAct('rebootVm', 'reboot', 'Ask the guest to reboot', { causesLater: ['vmRebooted'] }),
  resetVm: powerAct('resetVm', 'reset', 'Reset the VM as its reset button would', { causes: ['vmRebooted'] }),
  forceOffVm: powerAct('forceOffVm', 'force-off', 'Stop the VM as pulling its plug would', { causes: ['vmStopped'] }),
  injectNmi: powerAct('injectNmi', 'nmi', 'Send the guest a non-maskable interrupt: many dump their memory and crash'),
  pauseVm: powerAct('pauseVm', 'pause', 'Stop its vCPUs, keep its memory', { causes: ['vmPaused'] }),
  resumeVm: powerAct('resumeVm', 'resume', 'Let its vCPUs go on', { causes: ['vmResumed'] }),
  saveVm: powerAct('saveVm', 'save', 'Write its memory to disk and stop it (managed save)', {
    causes: ['vmStopped'],
    passes: ['vmPaused'],
  }),
  discardSavedState: powerAct('discardSavedState', 'discard-saved-state', 'Throw its saved state away'),
  createSnapshot: write('createSnapshot', {
    path: '/vms/{id}/snapshots',
    summary: 'Take a snapshot of the VM as it is now: its disks, and its memory while it is on',
    on: 'vm',
    permission: 'vm.change',
    rule: 'createSnapshot',
    audit: { keeps: ['name', 'description'], passes: ['vmPaused', 'vmResumed'] },
    input: z.extend(VmKey, {
      name: SnapshotName,
      description: z._default(z.string().check(z.maxLength(1000, 'At most 1,000 characters.')), ''),
    }),
    output: nothing,
  }),
  useEmulation: write('useEmulation', {
    path: '/vms/{id}/use-emulation',
    summary: 'Change its accelerator from KVM to TCG, and start it again if it was on',
    on: 'vm',
    permission: 'vm.change',
    rule: 'useEmulation',
    audit: { keeps: [], ...starts, causes: ['vmStopped', 'vmChanged', ...starts.causes] },
    input: VmKey,
    output: nothing,
  }),
  planVncDisplay: read('planVncDisplay', {
    path: '/vms/{id}/vnc-display',
    summary: 'What giving the VM a VNC display would change in its definition',
    on: 'vm',
    permission: 'vm.change',
    input: VmKey,
    output: DefinitionPlan,
  }),
  addVncDisplay: write('addVncDisplay', {
    path: '/vms/{id}/vnc-display',
    summary: "Give the VM a VNC display on its host's loopback, from its next start on",
    on: 'vm',
    permission: 'vm.change',
    rule: 'addVncDisplay',
    audit: { keeps: [], causes: ['vmChanged'] },
    input: VmKey,
    output: nothing,
  }),
  getClipboard: read('getClipboard', {
    path: '/vms/{id}/clipboard',
    summary: "Whether text gets from the guest's clipboard to its console and back",
    on: 'vm',
    permission: 'vm.watch',
    input: VmKey,
    output: z.object({ way: ClipboardWay }),
  }),
  planClipboard: read('planClipboard', {
    path: '/vms/{id}/clipboard-channel',
    summary: 'What giving the VM a channel for its clipboard would change in its definition',
    on: 'vm',
    permission: 'vm.change',
    input: VmKey,
    output: DefinitionPlan,
  }),
  addClipboard: write('addClipboard', {
    path: '/vms/{id}/clipboard-channel',
    summary: 'Give the VM a channel by which an agent in it shares its clipboard, from its next start on',
    on: 'vm',
    permission: 'vm.change',
    rule: 'addClipboard',
    audit: { keeps: [], causes: ['vmChanged'] },
    input: VmKey,
    output: nothing,
  }),
  deleteVm: write('deleteVm', {
    method: 'DELETE',
    path: '/vms/{id}',
    summary: 'Delete the VM, its snapshots and saved state, and the disks that are named',
    on: 'vm',
    permission: 'vm.delete',
    rule: 'deleteVm',
    audit: { keeps: ['disks'], causes: ['vmStopped', 'vmUndefined'] },
    input: z.extend(VmKey, { disks: z._default(z.array(z.string()), []) }),
    output: z.object({
      /** Disks that were to go and could not: the VM is gone all the same. */
      left: z.array(z.object({ path: z.string(), why: z.string() })),
    }),
  }),
  createVm: write('createVm', {
    path: '/vms',
    summary: 'Make a VM and start it',
    on: 'host',
    permission: 'vm.create',
    rule: null,
    audit: {
      keeps: ['name', 'vcpus', 'memoryMiB', 'accelerator', 'disk', 'boot', 'network'],
      makes: 'vm',
      // The last two where it fails, and what was made is taken back.
      causes: ['vmDefined', ...starts.causes, 'vmStopped', 'vmUndefined'],
      passes: starts.passes,
    },
    input: NewVm,
    output: z.object({ id: z.guid(), host: z.string() }),
  }),
}
