import * as z from 'zod/mini'
import { read } from './entry.ts'

export const AuditEntry = z.object({
  /** Counts without a hole: the later one happened later. */
  seq: z.int(),
  at: z.iso.datetime(),
  /** `outside`: nobody did it here, libvirt told of it. */
  source: z.enum(['porthole', 'outside']),
  /** The contract entry ("startVm"), or what happened without one ("closeConsole", "vmStopped"). */
  action: z.string(),
  personId: z.nullable(z.string()),
  /** The person's e-mail address at that time. */
  person: z.nullable(z.string()),
  /** What proved who it was: "session", "token <name>", "command line". */
  credential: z.nullable(z.string()),
  from: z.nullable(z.string()),
  /** "vm:<uuid>", "host:<id>", "person:<id>"; null for acts on the installation. */
  object: z.nullable(z.string()),
  /** The object's name at that time. */
  objectName: z.nullable(z.string()),
  /** The host that it happened on. */
  host: z.nullable(z.string()),
  args: z.record(z.string(), z.unknown()),
  /** `unknown`: the server died in between, and nobody knows what became of it. */
  result: z.enum(['started', 'done', 'failed', 'unknown']),
  error: z.nullable(z.string()),
  /** Milliseconds; null while started. */
  took: z.nullable(z.int()),
})
export type AuditEntry = z.infer<typeof AuditEntry>

export const audit = {
  listAudit: read('listAudit', {
    path: '/audit',
    summary: 'Who did what and what happened by itself, newest first',
    on: 'installation',
    permission: 'audit.see',
    input: z.object({
      object: z.optional(z.string().check(z.maxLength(128))),
      limit: z._default(z.int().check(z.gte(1), z.lte(500)), 100),
      /** The number of the last row that one has: the reply goes on after it. */
      before: z.optional(z.int()),
    }),
    output: z.object({ entries: z.array(AuditEntry) }),
  }),
}
