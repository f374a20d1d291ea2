import { RolesPanel } from '../../../../access/RolesPanel.tsx'

export default function Page() {
  return <RolesPanel />
}
