import { AlertsHistory } from '../../../../alerts/AlertsHistory.tsx'

export default function Page() {
  return <AlertsHistory />
}
