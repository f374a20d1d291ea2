import { GuestPage } from '../../guests/GuestPage.tsx'

export default function GuestConsolePage() {
  return <GuestPage />
}
