import type { JobDetails } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { presentDetails } from './present-job.ts'

export const getJob: Verb<{ id: string }, JobDetails> = async ({ jobs }, { id }, caller) => {
  const record = await jobs.find(id)
  const job = record && presentDetails(record, caller)
  if (job === null) throw new Fault('NOT_FOUND', 'There is no such job, or you may not see it.')
  return job
}
