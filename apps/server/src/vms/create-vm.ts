import { randomUUID } from 'node:crypto'
import type { NewVm } from '@porthole/contract'
import { newDomain } from '@porthole/libvirt-xml'
import type { Caller, Core, Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { diskFormat } from '../hardware/disk-source.ts'
import { domainCapabilities } from '../hosts/accelerators.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { Progress } from '../jobs/jobs.ts'
import { activeNetwork } from '../networks/active-network.ts'
import { checkBootFiles } from './boot-files.ts'
import { existingDisk, isoVolume, newDisk } from './new-vm-media.ts'
import { requirePart } from './require-part.ts'
import { startDomain } from './start-domain.ts'
import { Undo } from './undo.ts'

/** libvirt may probe QEMU anew before it takes a definition; given up too early, the VM would come after all. */
const defineMs = 120_000

/**
 * Checks first, then makes, as a job: volume, definition, start. Whatever fails, or when somebody stops it, what was made
 * until then is taken back.
 */
export const createVm: Verb<NewVm, { id: string; host: string }> = async (core, input, caller) => {
  const link = core.hosts.link(input.host)
  await checkName(link, input.name)
  const machine = await machineFor(link, input)
  await checkBootFiles(link, input.boot, caller.can('host.manage', { host: link.id }))
  checkParts(input, caller)
  const cdrom = input.boot.kind === 'iso' ? (await isoVolume(link, input.boot, 'boot.volume')).path : undefined
  if (input.network.kind === 'network') await activeNetwork(link, input.network.name)

  const about = { id: randomUUID(), host: link.id, name: input.name }
  return await core.jobs.perform('createVm', about, caller, progress =>
    make(core, { ...input, ...machine, uuid: about.id, cdrom }, caller, progress),
  )
}

type Checked = NewVm & { arch: string; machine: string; emulator?: string; uuid: string; cdrom: string | undefined }

async function make(core: Core, input: Checked, caller: Caller, { step }: Progress) {
  const { arch, machine, emulator, uuid, name, vcpus, memoryMiB, cdrom, accelerator, boot, network } = input
  const link = core.hosts.link(input.host)
  const undo = new Undo(core.log)
  try {
    if (input.disk.kind === 'new')
      await step(`Makes a disk of ${input.disk.sizeGiB} GiB in the pool "${input.disk.pool}".`)
    const disk = await diskOf(link, input, undo, caller)
    await step(disk === undefined ? 'Defines the VM, without a disk.' : `Defines the VM, with the disk ${disk.path}.`)
    const xml = newDomain({
      ...{ arch, machine, uuid, name, vcpus, memoryMiB },
      type: accelerator === 'kvm' ? 'kvm' : 'qemu',
      ...(emulator !== undefined && { emulator }),
      ...(disk && { disk }),
      ...(cdrom !== undefined && { cdrom }),
      ...(boot.kind === 'kernel' && kernelOf(boot)),
      ...(network.kind === 'network' && { network: network.name }),
    })
    const { dom } = await link.call('domainDefineXml', { xml }, { deadlineMs: defineMs })
    undo.push(() => link.call('domainUndefineFlags', { dom, flags: 0 }))
    undo.push(() => link.call('domainDestroyFlags', { dom, flags: 0 }))
    await step('Starts it.')
    await startDomain(link, dom, { accelerator, displays: ['vnc'] })
    if (caller.person !== null) await ownNew(core, uuid, caller.person.id)
    await link.refresh(uuid)
    return { id: uuid, host: link.id }
  } catch (error) {
    await undo.run()
    throw error
  }
}

/** That nobody is named for it is no reason to take a VM back that runs. */
async function ownNew({ access, database, log }: Core, vm: string, userId: string): Promise<void> {
  try {
    await database.vmOwner.upsert({ where: { vm }, create: { vm, userId }, update: { userId } })
    await access.loadVm(vm)
  } catch (error) {
    log.error({ err: error, vm }, 'the owner of a new VM could not be written down')
  }
}

function checkParts({ host, disk, boot, network }: NewVm, caller: Caller): void {
  const pool = (name: string) => ({ pool: { host, name } })
  if (disk.kind === 'new') requirePart(caller, 'storage.manage', pool(disk.pool), disk.pool, 'disk.pool')
  if (disk.kind === 'existing') requirePart(caller, 'storage.manage', pool(disk.pool), disk.pool, 'disk.volume')
  if (boot.kind === 'iso') requirePart(caller, 'storage.see', pool(boot.pool), boot.pool, 'boot.volume')
  if (network.kind === 'network') {
    requirePart(caller, 'network.see', { network: { host, name: network.name } }, network.name, 'network.name')
  }
}

async function checkName(link: HostLink, name: string): Promise<void> {
  try {
    await link.call('domainLookupByName', { name })
  } catch (error) {
    if (error instanceof Fault && error.code === 'NOT_FOUND') return
    throw error
  }
  const message = `A VM called "${name}" is on this host already: choose another name.`
  throw new Fault('NAME_TAKEN', message, { data: { issues: [{ path: 'name', message }] } })
}

async function machineFor(link: HostLink, { accelerator, vcpus }: NewVm) {
  const capabilities = await domainCapabilities(link, accelerator === 'kvm' ? 'kvm' : 'qemu')
  if (capabilities === null) {
    throw accelerator === 'kvm'
      ? new Fault('KVM_UNUSABLE')
      : new Fault('NOT_SUPPORTED', 'This host does not offer emulation (TCG) by QEMU.')
  }
  const { arch, machine, emulator, maxVcpus } = capabilities
  if (maxVcpus !== null && vcpus > maxVcpus) {
    const message = `This host gives a VM at most ${maxVcpus} vCPUs.`
    throw new Fault('BAD_INPUT', message, { data: { issues: [{ path: 'vcpus', message }] } })
  }
  return { arch: arch ?? 'x86_64', machine: machine ?? 'q35', ...(emulator !== null && { emulator }) }
}

async function diskOf(link: HostLink, { disk, name }: NewVm, undo: Undo, caller: Caller) {
  if (disk.kind === 'none') return undefined
  const volume = disk.kind === 'new' ? await newDisk(link, disk, name) : await existingDisk(link, disk, caller)
  if (disk.kind === 'new') undo.push(() => link.call('storageVolDelete', { vol: volume.vol, flags: 0 }))
  return { path: volume.path, format: diskFormat(volume) }
}

function kernelOf({ kernel, initrd, commandLine }: NewVm['boot'] & { kind: 'kernel' }) {
  return { kernel, ...(initrd && { initrd }), ...(commandLine && { commandLine }) }
}
