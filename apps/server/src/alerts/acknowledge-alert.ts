import type { Verb } from '../core.ts'
import { acknowledgeable } from './present-alert.ts'

export const acknowledgeAlert: Verb<{ id: string; minutes: number | null }, object> = async (core, input, caller) => {
  const alert = acknowledgeable(core, input.id, caller)
  const at = new Date()
  const until = input.minutes === null ? null : new Date(at.getTime() + input.minutes * 60_000)
  await core.alerts.acknowledge(alert, { by: caller.person?.email ?? '', at, until })
  return {}
}
