import { type Domain, DomainUndefineFlagsValues, ErrorNumber } from '@porthole/libvirt'
import { forgetVm } from '../access/forget-vm.ts'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { type DoomedDisk, doomedDisks, readDefinition } from './deletion.ts'

interface Left {
  path: string
  why: string
}

/** The VM goes first: a definition without its disk is worse than a disk without its VM. */
export const deleteVm: Verb<VmName & { disks: string[] }, { left: Left[] }> = async (core, input, caller) => {
  const { link, vm } = core.hosts.findVm(input)
  const disks = input.disks.length === 0 ? [] : await doomedDisks(link, vm, await readDefinition(link, vm), caller)
  const doomed = [...new Set(input.disks)].map(path => named(disks, path))
  await undefine(link, vm.dom)
  await link.refresh(vm.id)
  await forgetVm(core, vm.id)
  const left: Left[] = []
  for (const disk of doomed) {
    const why = await deleteDisk(link, disk)
    if (why !== null) left.push({ path: disk.shown.path, why })
  }
  return { left }
}

function named(disks: DoomedDisk[], path: string): DoomedDisk {
  const disk = disks.find(({ shown }) => shown.path === path)
  if (disk !== undefined) return disk
  const message = `${path} is no disk of this VM: nothing was deleted.`
  throw new Fault('BAD_INPUT', message, { data: { issues: [{ path: 'disks', message }] } })
}

const { MANAGED_SAVE, SNAPSHOTS_METADATA, NVRAM, CHECKPOINTS_METADATA } = DomainUndefineFlagsValues
/** From all to nothing: older libvirts and other drivers refuse flags that they do not know. */
const undefineFlags = [
  MANAGED_SAVE | SNAPSHOTS_METADATA | NVRAM | CHECKPOINTS_METADATA,
  MANAGED_SAVE | SNAPSHOTS_METADATA | NVRAM,
  MANAGED_SAVE | SNAPSHOTS_METADATA,
  MANAGED_SAVE,
]

async function undefine(link: HostLink, dom: Domain): Promise<void> {
  for (const flags of undefineFlags) {
    try {
      await link.call('domainUndefineFlags', { dom, flags })
      return
    } catch (error) {
      if (!isUnknownFlag(error)) throw error
    }
  }
  await link.call('domainUndefineFlags', { dom, flags: 0 })
}

function isUnknownFlag(error: unknown): boolean {
  if (!(error instanceof Fault)) return false
  return error.code === 'NOT_SUPPORTED' || error.data?.libvirt?.code === ErrorNumber.INVALID_ARG
}

/** Null when it is gone, else why it is still there. */
async function deleteDisk(link: HostLink, { shown, vol }: DoomedDisk): Promise<string | null> {
  if (shown.stays !== null || vol === null) return shown.stays
  try {
    await link.call('storageVolDelete', { vol, flags: 0 }, { deadlineMs: 120_000 })
    return null
  } catch (error) {
    if (error instanceof Fault) return error.code === 'NOT_FOUND' ? null : error.message
    throw error
  }
}
