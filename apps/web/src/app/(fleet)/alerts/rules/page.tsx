import { AlertRules } from '../../../../alerts/AlertRules.tsx'

export default function Page() {
  return <AlertRules />
}
