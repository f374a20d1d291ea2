import { AcceptInvitation } from '../../session/AcceptInvitation.tsx'

export default function InvitationPage() {
  return <AcceptInvitation />
}
