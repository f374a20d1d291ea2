import { DomainVcpuFlags } from '@porthole/libvirt'
import { type HardwareDevice, readHardware } from '@porthole/libvirt-xml'
import type { Core } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmName, VmRecord } from '../hosts/vm-record.ts'
import { actOnDomain } from '../vms/act-on-domain.ts'
import { inEachState } from './in-each-state.ts'

/** The same bit for vCPUs and memory: virDomainVcpuFlags, virDomainMemoryModFlags. */
const { MAXIMUM } = DomainVcpuFlags

type Facts = HardwareDevice['facts']

/** What a VM has some of, and may have some more of while it runs. */
export interface Amount {
  readonly kind: 'processors' | 'memory'
  /** The input's fields. */
  readonly fields: { readonly have: string; readonly most: string }
  readonly have: number | undefined
  readonly most: number | undefined
  readonly now: boolean
  /** As the document has them. */
  read(facts: Facts): { have: number; most: number }
  set(link: HostLink, vm: VmRecord, value: number, flags: number): Promise<unknown>
  /** Why it can not be the most that the VM may have; null where it can. */
  hindrance?(facts: Facts, most: number): string | null
  words(value: number): string
}

/** Changes how much of it a VM starts with and may have at most and, where that is asked for, how much it has now. */
export const changeAmount = (core: Core, { id, host }: VmName, amount: Amount): Promise<Record<string, never>> =>
  actOnDomain(core, { id, host }, async (link, _, vm) => {
    const { have, most, fields, words } = amount
    await inEachState(link, vm, amount, async ({ flag, live, xml }) => {
      const facts = readHardware(xml).find(({ kind }) => kind === amount.kind)?.facts ?? {}
      const before = amount.read(facts)
      const limit = live ? before.most : (most ?? before.most)
      const wanted = have ?? before.have
      if (wanted > limit) {
        const message = live
          ? `It runs with room for ${words(limit)}: more only from its next start on.`
          : `More than it may have at most, which is ${words(limit)}.`
        throw refused(fields.have, message)
      }
      const why = live || limit === before.most ? null : (amount.hindrance?.(facts, limit) ?? null)
      if (why !== null) throw refused(fields.most, why)
      if (limit !== before.most) await amount.set(link, vm, limit, flag | MAXIMUM)
      // A lower maximum has taken what it has down with it.
      if (wanted !== Math.min(before.have, limit)) await amount.set(link, vm, wanted, flag)
      return true
    })
  })

const refused = (path: string, message: string) =>
  new Fault('BAD_INPUT', message, { data: { issues: [{ path, message }] } })
