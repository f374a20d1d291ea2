import type { NewVm } from '@porthole/contract'
import { attachedDisk, freeTarget, readHardware } from '@porthole/libvirt-xml'
import type { Caller, Core, Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmName } from '../hosts/vm-record.ts'
import type { FoundVolume } from '../pools/read-volumes.ts'
import { actOnDomain } from '../vms/act-on-domain.ts'
import { existingDisk, newDisk } from '../vms/new-vm-media.ts'
import { requirePart } from '../vms/require-part.ts'
import { Undo } from '../vms/undo.ts'
import { attachDevice } from './attach-device.ts'
import { diskFormat, sourceOf } from './disk-source.ts'
import { documentsOf } from './documents.ts'

interface Attachment extends VmName {
  readonly disk: Exclude<NewVm['disk'], { kind: 'none' }>
  readonly bus: 'virtio' | 'sata' | 'scsi' | 'usb'
  readonly readonly: boolean
  readonly now: boolean
}

export const attachDisk: Verb<Attachment, { target: string }> = async (core, input, caller) => {
  const { link, vm } = core.hosts.findVm(input)
  const { disk } = input
  const field = disk.kind === 'new' ? 'disk.pool' : 'disk.volume'
  requirePart(caller, 'storage.manage', { pool: { host: link.id, name: disk.pool } }, disk.pool, field)
  const undo = new Undo(core.log)
  try {
    const made = disk.kind === 'new' ? await newDisk(link, disk, vm.name) : null
    if (made !== null) undo.push(() => link.call('storageVolDelete', { vol: made.vol, flags: 0 }))
    return await oneAtATime(link, () => attach(core, input, caller, made))
  } catch (error) {
    await undo.run()
    throw error
  }
}

async function attach(
  core: Core,
  input: Attachment,
  caller: Caller,
  made: FoundVolume | null,
): Promise<{ target: string }> {
  const { id, host, disk: asked, bus, readonly, now } = input
  let target = ''
  await actOnDomain(core, { id, host }, async (link, _, vm) => {
    const volume = made ?? (asked.kind === 'existing' ? await existingDisk(link, asked, caller) : null)
    if (volume === null) return
    const documents = Object.values(await documentsOf(link, vm)).filter(xml => xml !== null)
    if (bus === 'scsi') requireScsi(documents)
    target = freeTarget(documents, bus)
    const disk = { source: sourceOf(volume), format: diskFormat(volume), target, bus, readonly }
    await attachDevice(link, vm, attachedDisk(disk), now)
  })
  return { target }
}

/** libvirt would add one of 1994 by itself, which the systems of today do not know. */
function requireScsi(documents: readonly string[]): void {
  const has = (xml: string) => readHardware(xml).some(({ key }) => key.startsWith('controller scsi'))
  if (documents.every(has)) return
  const message = 'This VM has no SCSI controller: choose another bus.'
  throw new Fault('BAD_INPUT', message, { data: { issues: [{ path: 'bus', message }] } })
}

const last = new WeakMap<HostLink, Promise<unknown>>()

/** Two who want the same volume at the same time would both find it free. */
function oneAtATime<T>(link: HostLink, act: () => Promise<T>): Promise<T> {
  const turn = (last.get(link) ?? Promise.resolve()).then(act, act)
  last.set(
    link,
    turn.catch(() => {}),
  )
  return turn
}
