import { HostTimeline } from '../../../../../timeline/HostTimeline.tsx'

export default function HostTimelinePage() {
  return <HostTimeline />
}
