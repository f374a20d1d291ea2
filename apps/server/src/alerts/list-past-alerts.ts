import type { Alert } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { presentAlert, seesAlert } from './present-alert.ts'

const page = 100
/** So many rows are read for one page before whoever sees few of them has to ask again. */
const mostRead = 2000

type Input = { before?: string | undefined }

export const listPastAlerts: Verb<Input, { alerts: Alert[]; next: string | null }> = async (
  { alerts },
  { before },
  caller,
) => {
  const found: Alert[] = []
  let at = before === undefined ? new Date(Date.now() + 60_000) : new Date(before)
  for (let read = 0; read < mostRead; ) {
    const rows = await alerts.rows.past(at, page)
    for (const alert of rows) {
      at = alert.resolvedAt ?? at
      if (seesAlert(alert, caller)) found.push(presentAlert(alert, caller))
    }
    if (rows.length < page) return { alerts: found, next: null }
    if (found.length >= page) break
    read += rows.length
  }
  return { alerts: found, next: at.toISOString() }
}
