import type { Job, JobAct, JobDetails, JobItem, JobItemState, JobState } from '@porthole/contract'

/** A job without what it is about. */
export interface JobHeader {
  readonly id: string
  readonly act: JobAct
  readonly state: JobState
  readonly personId: string
  readonly person: string
  readonly stopping: boolean
  readonly createdAt: Date
  readonly endedAt: Date | null
}

export interface JobRecord extends JobHeader {
  readonly items: readonly JobItem[]
  readonly log: JobDetails['log']
  /** Kept by the server alone that does it. */
  readonly progress: Job['progress']
}

export type JobCounts = Record<JobItemState, number>

export const noCounts = (): JobCounts => ({ queued: 0, running: 0, done: 0, failed: 0, skipped: 0, unknown: 0 })

export function countsOf(items: Iterable<{ readonly state: JobItemState }>): JobCounts {
  const counts = noCounts()
  for (const { state } of items) counts[state]++
  return counts
}
