import type { AddressSource, Host, Vm } from '@porthole/contract'
import type { Domain } from '@porthole/libvirt'
import type { Happening } from './domain-happenings.ts'

/** What the server knows of a VM: the contract's Vm before anybody asks (`can` is for the one who asks, folder, tags and owner are kept apart). */
export interface VmRecord extends Omit<Vm, 'can' | 'folder' | 'tags' | 'owner'> {
  /** How libvirt's calls name it. */
  readonly dom: Domain
  /** Its guest agent answers. */
  readonly agent: boolean
  /** See numberOf: what is kept of each VM is found by it without a look at the UUID. */
  readonly number: number
}

/** What is learnt of a running guest beside libvirt's own record of it. */
export interface Learnt {
  /** Addresses, in the order in which they are shown, with who told each. */
  readonly ips: ReadonlyMap<string, AddressSource | null>
  readonly os: string | null
}

/** What only asking tells: no event says that a snapshot was deleted. */
export type Snapshots = Pick<VmRecord, 'snapshots' | 'currentSnapshot'>

/** A record before the inventory gives it its age, and what was learnt of the guest. */
export type VmDraft = Omit<VmRecord, 'since' | 'revision' | 'ips' | 'number' | keyof Snapshots>

export type HostSnapshot = Omit<Host, 'can'>

/** What people say of a host, as lists show it. */
export type HostMarks = Pick<Host, 'name' | 'maintenance' | 'labels' | 'colour'>

/** Names a VM; `host` only where two hosts have the same UUID. */
export interface VmName {
  readonly id: string
  readonly host?: string | undefined
}

/** One VM on one host. */
export interface VmOnHost {
  readonly id: string
  readonly host: string
}

export interface VmGone extends VmOnHost {
  readonly revision: number
}

/** Something that libvirt told of a VM. */
export interface VmHappening extends VmOnHost, Happening {
  readonly name: string
  /** As it was known when libvirt told. */
  readonly known: VmRecord | undefined
}

/** What `Hosts.changes` tells. */
export interface HostEvents {
  host: [HostSnapshot]
  'host-gone': [string]
  /** A host's networks are other than they were, by the host's id. */
  networks: [string]
  vm: [VmRecord]
  'vm-gone': [VmGone]
  happened: [VmHappening]
}

const numbers = new Map<string, number>()

/**
 * A small number in place of a UUID, the same as long as the server runs. Ten thousand UUIDs lie all over the memory,
 * and to compare them takes longer than all else that a check of permissions does.
 */
export function numberOf(id: string): number {
  const known = numbers.get(id)
  if (known !== undefined) return known
  const next = numbers.size
  numbers.set(id, next)
  return next
}

/** A VM by its UUID, and by its number where that is at hand. */
export interface NumberedVm {
  readonly id: string
  readonly number?: number
}

/** -1 for a VM that nobody has numbered. */
export const numberIn = ({ id, number }: NumberedVm): number => number ?? numbers.get(id) ?? -1

let last = 0

/** Strictly growing, and larger than any of an earlier run as long as the clock does not go back by days. */
export function nextRevision(): number {
  last = Math.max(last + 1, Date.now())
  return last
}
