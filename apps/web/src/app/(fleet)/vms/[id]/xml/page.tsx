import { VmXml } from '../../../../../vms/VmXml.tsx'

export default function VmXmlPage() {
  return <VmXml />
}
