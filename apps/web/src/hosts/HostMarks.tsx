import type { Host } from '@porthole/contract'
import { texts } from '../texts/texts.ts'
import classes from './marks.module.css'

/** What people say of a host, in a word each: that it is in maintenance, and its labels. */
export function HostMarks({ host }: { host: Pick<Host, 'labels' | 'maintenance'> }) {
  if (host.labels.length === 0 && !host.maintenance) return null
  return (
    <span className={classes.marks}>
      {host.maintenance && (
        <span className={classes.maintenance} data-tip={texts.host.maintenanceWhat}>
          {texts.host.maintenance}
        </span>
      )}
      {host.labels.map(label => (
        <span key={label} className={classes.label}>
          {label}
        </span>
      ))}
    </span>
  )
}

/** The colour that people gave a host; its word is on the host's page. */
export function HostColourDot({ colour }: { colour: Host['colour'] }) {
  return colour && <span aria-hidden="true" className={classes.dot} data-colour={colour} />
}
