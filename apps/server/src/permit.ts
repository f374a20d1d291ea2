import { type EntryMeta, maintenanceRefusal, type Permission, vmRules } from '@porthole/contract'
import type { Place } from './access/reach.ts'
import type { Caller, Core } from './core.ts'
import { Fault } from './fault.ts'
import type { VmRecord } from './hosts/vm-record.ts'
import { keptRecording } from './recordings/kept-recording.ts'

/** What an act is about. */
export interface Target {
  /** As the audit names it: "vm:<uuid>", "host:<id>"; null for the installation. */
  readonly object: string | null
  readonly objectName: string | null
  readonly vm: VmRecord | null
  readonly host: string | null
  /** Where the permission must hold; undefined for everywhere. */
  readonly place: Place | undefined
}

const installation: Target = { object: null, objectName: null, vm: null, host: null, place: undefined }

/** Finds what the entry acts on. What the caller may not see is as absent as what does not exist. */
export function findTarget(core: Core, { on }: EntryMeta, input: unknown, caller: Caller): Target {
  const { hosts } = core
  if (on === 'installation') return installation
  const key = input as { id?: string; host?: string; pool?: string; network?: string; recording?: string }
  if (on === 'vm') {
    const { vm } = hosts.findVm({ id: key.id ?? '', host: key.host }, vm => caller.can('vm.see', { vm }))
    return { object: `vm:${vm.id}`, objectName: vm.name, vm, host: vm.host, place: { vm } }
  }
  if (on === 'recording') return recordingOf(core, key.recording ?? '', caller)
  const { id, name } = hosts.link(key.host ?? '').snapshot()
  if (!caller.can('host.see', { host: id })) {
    throw new Fault('NOT_FOUND', 'There is no such host, or you may not see it.')
  }
  const host = { object: `host:${id}`, objectName: name, vm: null, host: id, place: { host: id } }
  if (on === 'host') return host
  return on === 'pool'
    ? partOf(host, { pool: { host: id, name: key.pool ?? '' } }, 'storage.see', 'storage pool', caller)
    : partOf(host, { network: { host: id, name: key.network ?? '' } }, 'network.see', 'network', caller)
}

/** What is recorded of a VM is as secret as its screen was, also when the VM is gone. */
function recordingOf(core: Core, recording: string, caller: Caller): Target {
  const { vm } = keptRecording(core, { recording }).fixed
  if (!caller.can('recording.watch', { vm })) {
    throw new Fault('NOT_FOUND', 'There is no such recording, or you may not see it.')
  }
  return { object: `vm:${vm.id}`, objectName: vm.name, vm: null, host: vm.host, place: { vm } }
}

/** A pool or network of a host that may be seen. */
function partOf(host: Target, place: Place, see: Permission, what: string, caller: Caller): Target {
  if (!caller.can(see, place)) throw new Fault('NOT_FOUND', `There is no such ${what}, or you may not see it.`)
  return { ...host, place }
}

/** Refuses whoever has no session where the entry's door asks for one. */
export function requireSignedIn({ permission }: EntryMeta, caller: Caller): void {
  if (permission !== 'anyone' && caller.person === null) throw new Fault('NOT_SIGNED_IN')
  if (permission === 'session' && caller.sessionId === null) {
    throw new Fault('NOT_ALLOWED', 'A token is not enough for this: sign in on the page.')
  }
}

/** Refuses whoever lacks the entry's permission on the target. */
export function requirePermission({ permission }: EntryMeta, { place }: Target, caller: Caller): void {
  if (permission === 'anyone' || permission === 'signed-in' || permission === 'session') return
  if (!caller.can(permission, place)) {
    throw new Fault('NOT_ALLOWED', lacking(permission), { data: { permission } })
  }
}

const lacking = (permission: Permission) =>
  `You lack the permission "${permission}" for this; an administrator can grant it.`

/** Refuses what must not begin on a host in maintenance. */
export function requireService({ hosts }: Core, act: string, { host }: Target): void {
  const why = host === null ? null : maintenanceRefusal(act, hosts.link(host).snapshot())
  if (why !== null) throw new Fault('WRONG_STATE', why)
}

/** Refuses an act that the VM's state does not allow, with the sentence that the screen shows too. */
export function requireState(meta: EntryMeta, { vm }: Target): void {
  if (meta.kind === 'read' || meta.rule === null || vm === null) return
  const why = vmRules[meta.rule](vm)
  if (why !== null) throw new Fault('WRONG_STATE', why)
}
