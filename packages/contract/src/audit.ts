import * as z from 'zod/mini'
import { download, read } from './entry.ts'

export const AuditEntry = z.object({
  /** Counts without a hole: the later one happened later. */
  seq: z.int(),
  /** On the row that ends an act: the row that began it, which is no longer listed. */
  startSeq: z.nullable(z.int()),
  at: z.iso.datetime(),
  /** `outside`: nobody did it here, libvirt told of it. */
  source: z.enum(['porthole', 'outside']),
  /** The contract entry ("startVm"), or what happened without one ("consoleClosed", "vmStopped"). */
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

const Id = z.string().check(z.maxLength(64))

/** What of the timeline is wanted. Each field narrows it further; times where nobody watched are told in any case. */
export const AuditFilter = z.object({
  vm: z.optional(z.guid()),
  /** What happened on the host, its VMs included. */
  host: z.optional(Id),
  /** What the person did, and what was done to their account. */
  person: z.optional(Id),
  action: z.optional(Id),
  result: z.optional(z.enum(['started', 'done', 'failed', 'unknown'])),
  source: z.optional(z.enum(['porthole', 'outside'])),
  since: z.optional(z.iso.datetime({ offset: true })),
  until: z.optional(z.iso.datetime({ offset: true })),
})
export type AuditFilter = z.infer<typeof AuditFilter>

export const audit = {
  listAudit: read('listAudit', {
    path: '/audit',
    summary: 'Who did what and what happened by itself, newest first: all that you did, and what you may see of others',
    on: 'installation',
    permission: 'signed-in',
    input: z.extend(AuditFilter, {
      limit: z._default(z.int().check(z.gte(1), z.lte(500)), 100),
      /** The number of the last row that one has: the reply goes on after it. */
      before: z.optional(z.int()),
      /** Only rows newer than this one. */
      after: z.optional(z.int()),
    }),
    output: z.object({ entries: z.array(AuditEntry), more: z.boolean() }),
  }),
  exportAudit: download('exportAudit', {
    path: '/audit/export',
    summary: 'The same as JSON lines, oldest first, without end',
    on: 'installation',
    permission: 'signed-in',
    input: AuditFilter,
  }),
}
