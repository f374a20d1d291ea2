import * as z from 'zod/mini'
import type { Host } from './host.ts'
import type { Job } from './jobs.ts'
import { type Vm, VmKey } from './vms.ts'

export interface VmStats {
  readonly id: string
  readonly host: string
  /** Per cent of the VM's own vCPUs over the last interval, 0 to 100. */
  readonly cpu: number
  /** Memory that the guest says it uses, KiB; null where its balloon driver does not tell. */
  readonly usedKiB: number | null
}

/** What the server says. The client reads its lists again after `hello`: that heals whatever it missed. */
export type ServerMessage =
  | { readonly type: 'hello'; readonly version: string }
  | { readonly type: 'hosts'; readonly changed: readonly Host[]; readonly removed: readonly string[] }
  | {
      readonly type: 'vms'
      readonly changed: readonly Vm[]
      readonly removed: readonly { readonly id: string; readonly host: string; readonly revision: number }[]
    }
  /** There are new rows in the audit. Told to those alone who may see all of it: others learn nothing from how many there are. */
  | { readonly type: 'audit' }
  /** Jobs as they are now, each told a few times a second at most. */
  | { readonly type: 'jobs'; readonly changed: readonly Job[] }
  | { readonly type: 'stats'; readonly stats: readonly VmStats[] }

/** What the client says: the rows that somebody looks at, whose figures are worth reading. Empty when hidden. */
export const ClientMessage = z.object({
  type: z.literal('watch'),
  vms: z.array(z.required(VmKey)).check(z.maxLength(500)),
})
export type ClientMessage = z.infer<typeof ClientMessage>
