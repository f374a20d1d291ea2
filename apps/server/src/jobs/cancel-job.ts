import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { findJob, mayCancel } from './present-job.ts'

export const cancelJob: Verb<{ id: string }, object> = async (core, { id }, caller) => {
  const job = await findJob(core, id, caller)
  if (job === null) throw new Fault('NOT_FOUND', 'There is no such job, or you may not see it.')
  if (!mayCancel(job, caller)) {
    throw new Fault('NOT_ALLOWED', 'Only who started a job, or an administrator, can stop it.')
  }
  if (job.endedAt !== null) throw new Fault('WRONG_STATE', 'The job has ended already.')
  if (!core.jobs.cancel(id)) {
    throw new Fault('WRONG_STATE', 'Another server does this job: stop it there.')
  }
  return {}
}
