import type { AlertEnd } from '@porthole/contract'
import type { AlertRecord, RuleRecord } from './alert-record.ts'

/**
 * What is known of a figure of an object: its value, with since when it is so where that is known; that it can not be
 * measured; or why it has none now.
 */
export type Reading =
  | { readonly value: number; readonly since?: Date }
  | { readonly unknown: true }
  | { readonly none: Exclude<AlertEnd, 'cleared' | 'rule'> }

export type Verdict =
  | { readonly to: 'pending' | 'firing'; readonly since: Date; readonly value: number }
  | { readonly to: 'resolved'; readonly end: AlertEnd; readonly value: number | null }
  /** It never fired: nothing came of it. */
  | { readonly to: 'dropped' }
  | { readonly to: 'stays'; readonly measured: boolean; readonly value: number | null }

type Open = Pick<AlertRecord, 'state' | 'since' | 'value'>

/**
 * What a reading makes of an alert, or of none so far; null where there is nothing to say. What can not be measured
 * neither fires nor ends anything.
 */
export function judge(rule: RuleRecord, open: Open | undefined, reading: Reading, now: Date): Verdict | null {
  if ('unknown' in reading) return open ? { to: 'stays', measured: false, value: open.value } : null
  if ('none' in reading) return open ? over(open, reading.none) : null
  const { value } = reading
  if (open?.state === 'firing') {
    const back = isBeyond(rule, value, rule.clearsAt ?? rule.threshold)
    return back ? { to: 'stays', measured: true, value } : { to: 'resolved', end: 'cleared', value }
  }
  if (!isBeyond(rule, value, rule.threshold)) return open ? { to: 'dropped' } : null
  const since = open?.since ?? reading.since ?? now
  if (now.getTime() - since.getTime() >= rule.seconds * 1000) return { to: 'firing', since, value }
  return open ? { to: 'stays', measured: true, value } : { to: 'pending', since, value }
}

/** How an alert ends whose object has no figure any more, or whose rule has gone. */
export function over(open: Open, end: AlertEnd): Verdict {
  return open.state === 'firing' ? { to: 'resolved', end, value: open.value } : { to: 'dropped' }
}

/** A fact is 1 or 0, and has no threshold. */
function isBeyond({ side }: RuleRecord, value: number, limit: number | null): boolean {
  if (limit === null) return value === 1
  return side === 'above' ? value > limit : value < limit
}
