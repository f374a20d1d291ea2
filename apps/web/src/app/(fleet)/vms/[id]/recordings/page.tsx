import { VmRecordings } from '../../../../../recordings/VmRecordings.tsx'

export default function VmRecordingsPage() {
  return <VmRecordings />
}
