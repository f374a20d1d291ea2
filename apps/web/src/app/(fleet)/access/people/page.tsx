import { PeoplePanel } from '../../../../access/PeoplePanel.tsx'

export default function Page() {
  return <PeoplePanel />
}
