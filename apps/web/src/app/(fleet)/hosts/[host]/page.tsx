import { HostOverview } from '../../../../hosts/HostOverview.tsx'

export default function Page() {
  return <HostOverview />
}
