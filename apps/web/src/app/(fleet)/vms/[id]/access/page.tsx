import { VmAccess } from '../../../../../access/VmAccess.tsx'

export default function VmAccessPage() {
  return <VmAccess />
}
