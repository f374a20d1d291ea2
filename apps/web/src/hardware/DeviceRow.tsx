import type { HardwareDevice } from '@porthole/contract'
import type { ReactNode } from 'react'
import { hardwareTexts as words } from '../texts/hardware-texts.ts'
import { factsOf, nameOf, pendingOf, type ShownFact } from './device-facts.ts'
import classes from './hardware.module.css'

interface DeviceRowProps {
  device: HardwareDevice
  of: { running: boolean; defined: boolean }
  /** So many are alike. */
  count?: number
  /** The only one of its kind, which the heading has named. */
  single?: boolean
  children?: ReactNode
}

/** A device: its name, what is to be said of it, what becomes of it at the next start, and what one can do with it. */
export function DeviceRow({ device, of, count = 1, single = false, children }: DeviceRowProps) {
  const pending = pendingOf(device, of)
  const facts = factsOf(device, of)
  return (
    <li className={classes.device} data-single={single || undefined}>
      {!single && (
        <div className={classes.name}>
          <strong>{words.times(nameOf(device), count)}</strong>
        </div>
      )}
      {(facts.length > 0 || pending) && (
        <dl className={classes.facts}>
          {facts.map(fact => (
            <Fact key={fact.name} fact={fact} />
          ))}
          {pending === 'comes' && <Mark>{words.from}</Mark>}
          {pending === 'goes' && <Mark>{words.until}</Mark>}
        </dl>
      )}
      {children && <div className={classes.acts}>{children}</div>}
    </li>
  )
}

function Fact({ fact: { label, value, next, exact } }: { fact: ShownFact }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className={exact ? 'exact' : 'figures'}>
        {value}
        {next !== null && <span className={classes.pending}>{words.nextStart(next)}</span>}
      </dd>
    </div>
  )
}

function Mark({ children }: { children: ReactNode }) {
  return (
    <div>
      <dt className="only-heard">{words.facts.state}</dt>
      <dd>
        <span className={classes.mark}>{children}</span>
      </dd>
    </div>
  )
}
