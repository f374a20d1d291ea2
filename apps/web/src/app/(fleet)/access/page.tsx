import { GrantsPanel } from '../../../access/GrantsPanel.tsx'

export default function Page() {
  return <GrantsPanel />
}
