import { VmSerials } from '../../../../../console/serial/VmSerials.tsx'

export default function VmSerialsPage() {
  return <VmSerials />
}
