import { VmHardware } from '../../../../../hardware/VmHardware.tsx'

export default function VmHardwarePage() {
  return <VmHardware />
}
