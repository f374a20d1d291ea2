import * as z from 'zod/mini'
import type { Alert } from './alerts.ts'
import { figureGroups } from './figures.ts'
import type { Host } from './host.ts'
import type { Job } from './jobs.ts'
import { type Vm, VmKey } from './vm.ts'

export interface VmStats {
  readonly id: string
  readonly host: string
  /** Per cent of the VM's own vCPUs over the last interval, 0 to 100. */
  readonly cpu: number
  /** Memory that the guest says it uses, KiB; null where its balloon driver does not tell. */
  readonly usedKiB: number | null
  /** Memory of the host that its process holds, KiB; null where the driver does not tell. */
  readonly residentKiB: number | null
  /** Bytes a second; null where nothing is known of its disks or cards, or nobody asked. */
  readonly diskRead: number | null
  readonly diskWritten: number | null
  readonly netReceived: number | null
  readonly netSent: number | null
  /** Requests a second. */
  readonly diskReads: number | null
  readonly diskWrites: number | null
}

/** What the server says: each frame is a JSON array of these, all that it has to say at that moment. The client reads its lists again after `hello`: that heals whatever it missed. */
export type ServerMessage =
  | { readonly type: 'hello'; readonly version: string }
  | { readonly type: 'hosts'; readonly changed: readonly Host[]; readonly removed: readonly string[] }
  | {
      readonly type: 'vms'
      readonly changed: readonly Vm[]
      readonly removed: readonly { readonly id: string; readonly host: string; readonly revision: number }[]
    }
  /** Since when VMs of theirs on a host are told as they were, because it does not answer; null once it does. */
  | { readonly type: 'away'; readonly host: string; readonly since: string | null }
  /** One of a host's networks began, ended, came, went or is otherwise than before: whoever shows them reads them again. */
  | { readonly type: 'networks'; readonly host: string }
  /** There are new rows in the audit. Told to those alone who may see all of it: others learn nothing from how many there are. */
  | { readonly type: 'audit' }
  /** Jobs as they are now, each told a few times a second at most. */
  | { readonly type: 'jobs'; readonly changed: readonly Job[] }
  /** Alerts as they are now; `gone` are those of which nothing came. */
  | { readonly type: 'alerts'; readonly changed: readonly Alert[]; readonly gone: readonly string[] }
  | { readonly type: 'stats'; readonly stats: readonly VmStats[] }
  /** Nothing happened, and the line still holds: after a long silence it does not. */
  | { readonly type: 'alive' }

/** The server says something so often at least, ms; a browser that heard nothing for more than twice as long connects anew. */
export const aliveMs = 10_000

/** What the client says: the rows that somebody looks at, whose figures are worth reading. Empty when hidden. */
export const ClientMessage = z.object({
  type: z.literal('watch'),
  vms: z.array(z.required(VmKey)).check(z.maxLength(500)),
  /** What is looked at of them; without it, all. */
  groups: z.optional(z.array(z.enum(figureGroups))),
  /** Tell of all others too, as seldom as they are read anyway: who sorts and filters by figures needs them. */
  others: z.optional(z.boolean()),
  /** Nobody looks at the tab: only alerts are told until it is looked at again, and then the newest of what changed. */
  hidden: z.optional(z.boolean()),
})
export type ClientMessage = z.infer<typeof ClientMessage>
