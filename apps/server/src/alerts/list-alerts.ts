import type { Alert } from '@porthole/contract'
import type { Verb } from '../core.ts'
import type { AlertRecord } from './alert-record.ts'
import { presentAlert, seesAlert } from './present-alert.ts'

const most = 1000

export const listAlerts: Verb<object, { alerts: Alert[] }> = async ({ alerts }, _, caller) => {
  const seen = [...alerts.open()].filter(alert => seesAlert(alert, caller)).sort(firingFirst)
  return { alerts: seen.slice(0, most).map(alert => presentAlert(alert, caller)) }
}

function firingFirst(a: AlertRecord, b: AlertRecord): number {
  return a.state === b.state ? b.since.getTime() - a.since.getTime() : a.state === 'firing' ? -1 : 1
}
