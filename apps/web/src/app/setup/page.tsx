import { SetUp } from '../../session/SetUp.tsx'

export default function SetUpPage() {
  return <SetUp />
}
