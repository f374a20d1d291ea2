import { AlertsNow } from '../../../alerts/AlertsNow.tsx'

export default function Page() {
  return <AlertsNow />
}
