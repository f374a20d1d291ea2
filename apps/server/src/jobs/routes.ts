import type { Routes } from '../routes.ts'
import { cancelJob } from './cancel-job.ts'
import { getJob } from './get-job.ts'
import { listJobs } from './list-jobs.ts'
import { planBulk } from './plan-bulk.ts'
import { runBulk } from './run-bulk.ts'

export const jobsRoutes: Routes['jobs'] = { listJobs, getJob, cancelJob, planBulk, runBulk }
