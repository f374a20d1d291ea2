import { TimelinePage } from '../../../timeline/TimelinePage.tsx'

export default function Timeline() {
  return <TimelinePage />
}
