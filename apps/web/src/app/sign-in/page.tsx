import { SignIn } from '../../session/SignIn.tsx'

export default function SignInPage() {
  return <SignIn />
}
