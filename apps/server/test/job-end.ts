import { once } from 'node:events'
import type { JobDetails } from '@porthole/contract'
import type { Browser, RunningServer } from './running-server.ts'

/** What became of a job, once it has ended. */
export async function jobEnd({ core }: RunningServer, reader: Browser, id: string): Promise<JobDetails> {
  for (;;) {
    const told = once(core.jobs.changes, 'job')
    const { body } = await reader.send('GET', `/jobs/${id}`)
    if (body.endedAt !== null) return body
    await told
  }
}
