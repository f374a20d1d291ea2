import type { AuditFilter } from '@porthole/contract'

export const periods = ['any', 'hour', 'day', 'week', 'month'] as const
type Period = (typeof periods)[number]
const hours: Readonly<Record<Exclude<Period, 'any'>, number>> = { hour: 1, day: 24, week: 7 * 24, month: 30 * 24 }

/** What the address says of the filter; each is null where it narrows nothing. */
export interface TimelineFilter {
  readonly vm: string | null
  readonly host: string | null
  readonly person: string | null
  readonly result: string | null
  readonly source: string | null
  readonly period: Period
}

export function readFilter(query: URLSearchParams): TimelineFilter {
  const period = query.get('period')
  return {
    vm: query.get('vm'),
    host: query.get('host'),
    person: query.get('person'),
    result: query.get('result'),
    source: query.get('source'),
    period: periods.find(known => known === period) ?? 'any',
  }
}

export const isNarrow = ({ period, ...rest }: TimelineFilter) =>
  period !== 'any' || Object.values(rest).some(value => value !== null)

/** What the server is asked; the period counts back from `now`. */
export function askedFor({ period, ...rest }: TimelineFilter, now: number): AuditFilter {
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null))
  // To the minute, so that the same question has the same key.
  const minute = Math.floor(now / 60_000) * 60_000
  return period === 'any' ? said : { ...said, since: new Date(minute - hours[period] * 3600_000).toISOString() }
}
