import * as z from 'zod/mini'
import { type AuditMeta, read, write } from './entry.ts'
import { carried, carriedInOneLine } from './texts.ts'
import { AwayHost, Vm, VmDetails, VmKey } from './vm.ts'
import type { VmRuleName } from './vm-rules.ts'

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
export const VcpuCount = z
  .int('Give a whole number of vCPUs.')
  .check(z.gte(1, 'At least 1 vCPU.'), z.lte(512, 'At most 512 vCPUs.'))
export const MemoryMiB = z
  .int('Give memory in whole MiB.')
  .check(z.gte(32, 'At least 32 MiB.'), z.lte(16 * 1024 * 1024, 'At most 16 TiB.'))
export const NetworkName = z.string().check(z.minLength(1, 'Choose a network.'))
export const VolumeRef = z.object({
  pool: z.string().check(z.minLength(1, 'Choose a pool.')),
  volume: z.string().check(z.minLength(1, 'Choose a volume.')),
})
/** Where a disk comes from: a volume that is made for it, or one that is there. */
export const diskKinds = [
  z.object({
    kind: z.literal('new'),
    pool: z.string().check(z.minLength(1, 'Choose a pool.')),
    sizeGiB: z.number('Give a size.').check(z.gte(0.1, 'At least 0.1 GiB.'), z.lte(65536, 'At most 64 TiB.')),
  }),
  z.extend(VolumeRef, { kind: z.literal('existing') }),
] as const
const HostPath = z
  .string()
  .check(z.maxLength(4096), z.regex(/^\/[^\0\n\r]*$/, 'Give the whole path of the file on the host, from "/" on.'))

export const NewVm = z.object({
  host: z.string().check(z.minLength(1, 'Choose a host.')),
  name: VmName,
  vcpus: VcpuCount,
  memoryMiB: MemoryMiB,
  accelerator: z.enum(['kvm', 'tcg']),
  disk: z.discriminatedUnion('kind', [...diskKinds, z.object({ kind: z.literal('none') })]),
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
    z.object({ kind: z.literal('network'), name: NetworkName }),
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
  changeVm: write('changeVm', {
    method: 'PUT',
    path: '/vms/{id}',
    summary: 'Say what the VM is, and whether it starts with its host; what is left out stays',
    on: 'vm',
    permission: 'vm.change',
    rule: null,
    audit: { keeps: ['title', 'description', 'autostart'], causes: ['vmChanged'] },
    input: z.extend(VmKey, {
      /** Empty for none. */
      title: z.optional(z.string().check(z.trim(), z.maxLength(200, 'At most 200 characters.'), carriedInOneLine)),
      description: z.optional(z.string().check(z.trim(), z.maxLength(4000, 'At most 4,000 characters.'), carried)),
      autostart: z.optional(z.boolean()),
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
