import { randomUUID } from 'node:crypto'
import type { Acknowledged, AlertObject, AlertRecord, RuleRecord } from './alert-record.ts'
import type { AlertChanges } from './alert-rows.ts'
import { judge, over, type Verdict } from './judge.ts'
import { type LookParts, look } from './look.ts'

/** How much of what a rule is about there is, and of how much of it nobody knows. */
export interface RuleCounts {
  readonly watched: number
  readonly unknown: number
}

export interface Known {
  /** Those that are switched on. */
  readonly rules: readonly RuleRecord[]
  readonly open: ReadonlyMap<string, AlertRecord>
  /** What is known of what may happen again. */
  readonly silenced: ReadonlyMap<string, Acknowledged>
}

export interface Comparison extends AlertChanges {
  /** Those of which only the value is another: that is neither written nor told each time. */
  readonly refreshed: AlertRecord[]
  readonly counts: ReadonlyMap<string, RuleCounts>
}

/** What there is now, beside what was known. */
export async function compare(parts: LookParts, known: Known, now: Date): Promise<Comparison> {
  const seen = new Set<string>()
  const counts = new Map(known.rules.map(({ id }) => [id, { watched: 0, unknown: 0 }]))
  const comparison: Comparison = { begun: [], changed: [], dropped: [], refreshed: [], counts }
  for await (const { key, rule, object, reading } of look(parts, known.rules)) {
    seen.add(key)
    const count = counts.get(rule.id)
    if (count && !('none' in reading)) count.watched++
    if (count && 'unknown' in reading) count.unknown++
    const open = known.open.get(key)
    const isAnother = open !== undefined && open.figure !== rule.figure
    const verdict = isAnother ? over(open, 'rule') : judge(rule, open, reading, now)
    if (verdict === null) continue
    if (open !== undefined) follow(comparison, open, { ...open, ...copied(rule), name: object.name }, verdict, now)
    else if (verdict.to === 'pending' || verdict.to === 'firing') {
      comparison.begun.push(begun(rule, object, verdict, known.silenced.get(key), now))
    }
  }
  for (const [key, open] of known.open) {
    if (!seen.has(key)) follow(comparison, open, open, missing(parts, known.rules, open), now)
  }
  return comparison
}

const copied = ({ name, side, threshold, severity }: RuleRecord) => ({ rule: name, side, threshold, severity })

function begun(
  rule: RuleRecord,
  object: AlertObject,
  { to, value, since }: Extract<Verdict, { to: 'pending' | 'firing' }>,
  silenced: Acknowledged | undefined,
  now: Date,
): AlertRecord {
  return {
    ...{ id: randomUUID(), ruleId: rule.id, ...copied(rule), figure: rule.figure, ...object },
    ...{ state: to, value, measured: true, end: null, since, resolvedAt: null },
    firedAt: to === 'firing' ? now : null,
    acknowledged: silenced?.until && silenced.until > now ? silenced : null,
  }
}

/** `now` of an alert that was there before, with what its rule says by now. */
function follow(to: Comparison, before: AlertRecord, open: AlertRecord, verdict: Verdict, now: Date): void {
  if (verdict.to === 'dropped') {
    to.dropped.push(open)
  } else if (verdict.to === 'resolved') {
    const { end, value } = verdict
    to.changed.push({ ...open, state: 'resolved', end, value, resolvedAt: now, measured: true })
  } else if (verdict.to === 'stays') {
    const next = { ...open, measured: verdict.measured, value: verdict.value }
    ;(sameToReaders(before, next) ? to.refreshed : to.changed).push(next)
  } else {
    to.changed.push({ ...open, state: verdict.to, value: verdict.value, measured: true, firedAt: now })
  }
}

/** What becomes of an alert whose object was not seen. */
function missing({ links, pools }: LookParts, rules: readonly RuleRecord[], open: AlertRecord): Verdict {
  const link = links.find(({ id }) => id === open.host)
  if (!rules.some(({ id }) => id === open.ruleId)) return over(open, 'rule')
  if (link === undefined) return over(open, 'gone')
  const isThere = open.about === 'vm' ? link.inventory.get(open.target) !== undefined : open.about === 'host'
  if (isThere) return over(open, 'rule')
  const isUnsure = !link.connected || (open.about === 'pool' && pools.of(open.host) === null)
  return isUnsure ? { to: 'stays', measured: false, value: open.value } : over(open, 'gone')
}

const told = ['state', 'measured', 'rule', 'side', 'threshold', 'severity', 'name'] as const

/** Whether there is nothing to tell of but the newest value. */
export function sameToReaders(one: AlertRecord, other: AlertRecord): boolean {
  const [known, alike] = [one.acknowledged, other.acknowledged]
  const sameWord = known?.at.getTime() === alike?.at.getTime() && known?.until?.getTime() === alike?.until?.getTime()
  return sameWord && told.every(field => one[field] === other[field])
}
