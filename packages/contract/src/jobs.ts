import * as z from 'zod/mini'
import { mostTags, Tag } from './access.ts'
import { read, write } from './entry.ts'
import { SnapshotName } from './snapshots.ts'
import { VmKey } from './vm.ts'

/** What can be done with many VMs at once: each by the entry of that name, for each VM by itself. */
export const bulkActs = [
  'startVm',
  'shutDownVm',
  'rebootVm',
  'forceOffVm',
  'createSnapshot',
  'tagVm',
  'placeVm',
] as const
export type BulkAct = (typeof bulkActs)[number]

/** What a job does: that, or one long piece of work. */
export const jobActs = [...bulkActs, 'createVm', 'createVolume', 'cloneVolume', 'uploadVolume'] as const
export type JobAct = (typeof jobActs)[number]

export const JobState = z.enum(['queued', 'running', 'done', 'failed', 'cancelled', 'interrupted'])
export type JobState = z.infer<typeof JobState>

/**
 * What became of one object: `skipped` was never asked for, `unknown` was under way when the server stopped. Nobody
 * saw its end.
 */
export const JobItemState = z.enum(['queued', 'running', 'done', 'failed', 'skipped', 'unknown'])
export type JobItemState = z.infer<typeof JobItemState>

export const JobItem = z.object({
  /** The VM's UUID; of a volume, a name for this item alone. */
  id: z.guid(),
  host: z.string(),
  /** The pool of a volume; null for a VM. */
  pool: z.nullable(z.string()),
  name: z.string(),
  state: JobItemState,
  /** Why it failed or was skipped, or what is to be known though it is done. */
  why: z.nullable(z.string()),
})
export type JobItem = z.infer<typeof JobItem>

/** Work that the server does by itself, whoever looks. Counts are of the objects that the reader may see. */
export const Job = z.object({
  id: z.string(),
  act: z.enum(jobActs),
  state: JobState,
  /** Who started it; null where the reader may not know. */
  by: z.nullable(z.string()),
  /** The reader may stop it. */
  canCancel: z.boolean(),
  /** Somebody asked it to stop: nothing new begins. */
  stopping: z.boolean(),
  createdAt: z.iso.datetime(),
  endedAt: z.nullable(z.iso.datetime()),
  counts: z.record(JobItemState, z.int()),
  /** How far one long piece of work is, in bytes; null where nobody knows. */
  progress: z.nullable(z.object({ done: z.int(), total: z.int() })),
})
export type Job = z.infer<typeof Job>

export const JobDetails = z.extend(Job, {
  items: z.array(JobItem),
  log: z.array(z.object({ at: z.iso.datetime(), text: z.string() })),
})
export type JobDetails = z.infer<typeof JobDetails>

const vms = z.array(VmKey).check(z.minLength(1, 'Select a VM.'), z.maxLength(10_000, 'At most 10,000 VMs at once.'))
const Tags = z.array(Tag).check(z.maxLength(mostTags, 'A VM carries at most 32 tags.'))

const power = <A extends BulkAct>(act: A) => z.object({ act: z.literal(act), vms })

/** One act on many VMs. */
export const Bulk = z.discriminatedUnion('act', [
  power('startVm'),
  power('shutDownVm'),
  power('rebootVm'),
  power('forceOffVm'),
  /** "{vm}" and "{date}" in the name stand for the VM's name and today. */
  z.object({ act: z.literal('createSnapshot'), vms, name: SnapshotName }),
  /** Other tags of each VM stay. */
  z.object({ act: z.literal('tagVm'), vms, add: z._default(Tags, []), remove: z._default(Tags, []) }),
  z.object({ act: z.literal('placeVm'), vms, folder: z.nullable(z.string().check(z.maxLength(64))) }),
])
export type Bulk = z.infer<typeof Bulk>

export const BulkPlan = z.object({
  can: z.int(),
  /** The others, by the reason why they can't; most first. */
  cannot: z.array(z.object({ why: z.string(), count: z.int(), names: z.array(z.string()) })),
})
export type BulkPlan = z.infer<typeof BulkPlan>

const onAll = { on: 'installation', permission: 'signed-in' } as const
const byId = z.object({ id: z.string().check(z.maxLength(64)) })

/** Who may see a job, and who may stop it, is for the verbs to say: it depends on what the job is about. */
export const jobs = {
  listJobs: read('listJobs', {
    ...onAll,
    path: '/jobs',
    summary: 'The newest jobs that you started, or that are about VMs which you may see',
    input: z.object({}),
    output: z.object({ jobs: z.array(Job) }),
  }),
  getJob: read('getJob', {
    ...onAll,
    path: '/jobs/{id}',
    summary: 'One job with its log, and what became of each object',
    input: byId,
    output: JobDetails,
  }),
  cancelJob: write('cancelJob', {
    ...onAll,
    path: '/jobs/{id}/cancel',
    summary: 'Let a job begin nothing more; what is under way ends',
    rule: null,
    audit: { keeps: ['id'] },
    input: byId,
    output: z.object({}),
  }),
  planBulk: read('planBulk', {
    ...onAll,
    method: 'POST',
    path: '/bulk/plan',
    summary: 'With how many of these VMs it can be done now, and why not with the others',
    input: Bulk,
    output: BulkPlan,
  }),
  runBulk: write('runBulk', {
    ...onAll,
    path: '/bulk',
    summary: 'Do something with many VMs, as one job; each is asked for by itself, permission and state included',
    rule: null,
    audit: { keeps: ['act', 'name', 'add', 'remove', 'folder'] },
    input: Bulk,
    output: z.object({ id: z.string() }),
  }),
}
