import type { Alert, AlertRule } from '@porthole/contract'

/** A rule as it counts, without what only lists tell. */
export interface RuleRecord extends AlertRule {
  readonly id: string
}

export interface Acknowledged {
  /** An e-mail address. */
  readonly by: string
  readonly at: Date
  readonly until: Date | null
}

/** What an alert is about. */
export interface AlertObject {
  readonly about: Alert['about']
  /** The VM's UUID or the pool's name; empty for a host. */
  readonly target: string
  readonly host: string
  readonly hostName: string
  readonly name: string
}

type Copied = Pick<Alert, 'id' | 'ruleId' | 'rule' | 'figure' | 'side' | 'threshold' | 'severity'>
type Judged = Pick<Alert, 'state' | 'value' | 'measured' | 'end'>

/** An alert before anybody asks. */
export interface AlertRecord extends AlertObject, Copied, Judged {
  readonly since: Date
  readonly firedAt: Date | null
  readonly resolvedAt: Date | null
  readonly acknowledged: Acknowledged | null
}

/** Names what one rule says of one object: there is one open alert for each. */
export const alertKey = (rule: string, { about, target, host }: Pick<AlertObject, 'about' | 'target' | 'host'>) =>
  `${rule} ${about} ${host} ${target}`

export const isAcknowledged = ({ acknowledged }: AlertRecord, now: Date): boolean =>
  acknowledged !== null && (acknowledged.until === null || acknowledged.until > now)
