import { VmTimeline } from '../../../../../timeline/VmTimeline.tsx'

export default function VmTimelinePage() {
  return <VmTimeline />
}
