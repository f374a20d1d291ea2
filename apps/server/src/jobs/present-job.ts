import type { Job, JobDetails, JobItem } from '@porthole/contract'
import type { Caller, Core } from '../core.ts'
import { countsOf, type JobCounts, type JobHeader, type JobRecord } from './job-record.ts'

/** The parts of a job that the caller may see: none where they neither started it nor see a VM that it is about. */
export function presentDetails(record: JobRecord, caller: Caller): JobDetails | null {
  const items = seenItems(record, caller)
  const job = presentHeader(record, countsOf(items), caller, record.progress)
  return job && { ...job, items: items.map(item => ({ ...item })), log: [...record.log] }
}

export function presentJob(record: JobRecord, caller: Caller): Job | null {
  return presentHeader(record, countsOf(seenItems(record, caller)), caller, record.progress)
}

/** Whoever makes something sees how it goes before it is there, and where they may not see it afterwards. */
function seenItems({ items, act, personId }: JobRecord, caller: Caller) {
  if (act === 'createVm' && personId === caller.person?.id) return items
  return caller.can('vm.see') && caller.can('storage.see') ? items : items.filter(item => seesItem(item, caller))
}

/** A volume is seen by who sees its pool. */
export function seesItem({ id, host, pool }: Pick<JobItem, 'id' | 'host' | 'pool'>, caller: Caller): boolean {
  return pool === null
    ? caller.can('vm.see', { vm: { id, host } })
    : caller.can('storage.see', { pool: { host, name: pool } })
}

export function presentHeader(
  job: JobHeader,
  counts: JobCounts,
  caller: Caller,
  progress: Job['progress'] = null,
): Job | null {
  const own = job.personId === caller.person?.id
  if (!own && Object.values(counts).every(count => count === 0)) return null
  const { id, act, state, person, stopping, createdAt, endedAt } = job
  return {
    ...{ id, act, state, stopping, counts, progress },
    by: own || caller.can('audit.see') ? person : null,
    canCancel: endedAt === null && !stopping && mayCancel(job, caller),
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }
}

/** Whoever started it, and administrators. */
export function mayCancel({ personId }: JobHeader, caller: Caller): boolean {
  return personId === caller.person?.id || caller.can('user.manage')
}

/** The job, as the caller may see it; null where it is as absent as one that is not there. */
export async function findJob({ jobs }: Pick<Core, 'jobs'>, id: string, caller: Caller): Promise<JobRecord | null> {
  const record = await jobs.find(id)
  return record !== null && presentJob(record, caller) !== null ? record : null
}
