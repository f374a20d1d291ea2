import type { Job } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { presentHeader, presentJob, seesItem } from './present-job.ts'

export const listJobs: Verb<object, { jobs: Job[] }> = async ({ jobs }, _, caller) => {
  const headers = await jobs.rows.newest()
  const ids = headers.map(({ id }) => id)
  const seesAll = caller.can('vm.see') && caller.can('storage.see')
  const counts = seesAll
    ? await jobs.rows.countAll(ids)
    : await jobs.rows.countSeen(ids, item => seesItem(item, caller))
  const present = headers.map(header => {
    const running = jobs.running(header.id)
    const counted = counts.get(header.id)
    return running ? presentJob(running, caller) : counted ? presentHeader(header, counted, caller) : null
  })
  return { jobs: present.filter(job => job !== null) }
}
