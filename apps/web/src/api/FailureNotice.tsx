import { Notice } from '../ui/Notice.tsx'
import { failureOf, unsaid } from './failure.ts'

/** What failed and what helps, with libvirt's own words where these say more. */
export function FailureNotice({ error }: { error: Error }) {
  const failure = failureOf(error)
  const words = unsaid(failure)
  return (
    <Notice tone="error" alert>
      {failure.sentence}
      {words && <div className="exact">{words}</div>}
    </Notice>
  )
}
