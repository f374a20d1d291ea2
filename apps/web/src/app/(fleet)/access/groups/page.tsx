import { GroupsPanel } from '../../../../access/GroupsPanel.tsx'

export default function Page() {
  return <GroupsPanel />
}
