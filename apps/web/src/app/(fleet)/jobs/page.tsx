import { JobsPage } from '../../../jobs/JobsPage.tsx'

export default function Jobs() {
  return <JobsPage />
}
