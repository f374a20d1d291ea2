import type { HostTest } from '@porthole/contract'
import { newHostTexts } from '../texts/new-host-texts.ts'
import { TestSteps } from '../ui/TestSteps.tsx'
import { HostKeyQuestion } from './HostKeyQuestion.tsx'

interface HostTestResultProps {
  test: HostTest
  uri: string
  /** Another test is under way. */
  busy: boolean
  /** The host's key is trusted now: it is worth another try. */
  onApproved(): void
}

/** How far one got to a host, step by step, and what would help where it ended. */
export function HostTestResult({ test: { steps, hostKey }, uri, busy, onApproved }: HostTestResultProps) {
  return (
    <TestSteps steps={steps} words={newHostTexts} level={2} busy={busy}>
      {hostKey && <HostKeyQuestion key={hostKey.fingerprint} hostKey={hostKey} uri={uri} onApproved={onApproved} />}
    </TestSteps>
  )
}
