import { Dashboard } from '../../hosts/Dashboard.tsx'

export default function DashboardPage() {
  return <Dashboard />
}
