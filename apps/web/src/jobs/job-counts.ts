import type { Job } from '@porthole/contract'

export const totalOf = ({ counts }: Pick<Job, 'counts'>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

/** How many need not be waited for any more. */
export const endedOf = (job: Pick<Job, 'counts'>): number => totalOf(job) - job.counts.queued - job.counts.running
