import { VmStatistics } from '../../../../../statistics/VmStatistics.tsx'

export default function VmStatisticsPage() {
  return <VmStatistics />
}
