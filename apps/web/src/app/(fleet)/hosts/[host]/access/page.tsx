import { HostAccess } from '../../../../../access/HostAccess.tsx'

export default function HostAccessPage() {
  return <HostAccess />
}
