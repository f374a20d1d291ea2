import { siteAddress } from '../api/site-address.ts'
import { texts } from '../texts/texts.ts'
import { Door } from './Door.tsx'

/** Shown to whoever comes before there is an administrator: the way in stands in the server's log. */
export function NeedsSetup() {
  return (
    <Door title={texts.session.needsSetupTitle}>
      <p>{texts.session.needsSetup}</p>
      <p>{texts.session.needsSetupWhere}</p>
      <pre>{typeof window === 'undefined' ? '' : siteAddress('/setup#…')}</pre>
    </Door>
  )
}
