import { VmConsole } from '../../../../../console/VmConsole.tsx'

export default function VmConsolePage() {
  return <VmConsole />
}
