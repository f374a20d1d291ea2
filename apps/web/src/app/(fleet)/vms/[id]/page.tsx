import { VmOverview } from '../../../../vms/VmOverview.tsx'

export default function VmOverviewPage() {
  return <VmOverview />
}
