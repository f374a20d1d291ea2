import { SettingsPage } from '../../../settings/SettingsPage.tsx'

export default function Page() {
  return <SettingsPage />
}
