import { FoldersPanel } from '../../../../access/FoldersPanel.tsx'

export default function Page() {
  return <FoldersPanel />
}
