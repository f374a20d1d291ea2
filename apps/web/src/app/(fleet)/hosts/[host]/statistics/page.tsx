import { HostStatistics } from '../../../../../statistics/HostStatistics.tsx'

export default function HostStatisticsPage() {
  return <HostStatistics />
}
