import { SignOnReturn } from '../../session/SignOnReturn.tsx'

export default function SignOnPage() {
  return <SignOnReturn />
}
