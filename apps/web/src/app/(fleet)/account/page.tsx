import { AccountPage } from '../../../account/AccountPage.tsx'

export default function Page() {
  return <AccountPage />
}
