import * as z from 'zod/mini'
import { read } from './entry.ts'

export const AuditEntry = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  /** The contract entry: `startVm`. */
  action: z.string(),
  person: z.nullable(z.string()),
  from: z.nullable(z.string()),
  /** "vm:<uuid>", "host:<id>"; null for acts on the installation. */
  object: z.nullable(z.string()),
  /** The object's name at that time. */
  objectName: z.nullable(z.string()),
  args: z.record(z.string(), z.unknown()),
  /** `started` without an end means that the server died in between: nobody knows what became of it. */
  result: z.enum(['started', 'done', 'failed']),
  error: z.nullable(z.string()),
  /** Milliseconds; null while started. */
  took: z.nullable(z.int()),
})
export type AuditEntry = z.infer<typeof AuditEntry>

export const audit = {
  listAudit: read('listAudit', {
    path: '/audit',
    summary: 'Who did what, newest first',
    on: 'installation',
    permission: 'audit.see',
    input: z.object({
      object: z.optional(z.string().check(z.maxLength(128))),
      limit: z._default(z.int().check(z.gte(1), z.lte(500)), 100),
      /** The id of the last row that one has: the reply goes on after it. */
      after: z.optional(z.string()),
    }),
    output: z.object({ entries: z.array(AuditEntry) }),
  }),
}
