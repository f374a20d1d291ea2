import type { Verb } from '../core.ts'
import { acknowledgeable } from './present-alert.ts'

export const unacknowledgeAlert: Verb<{ id: string }, object> = async (core, { id }, caller) => {
  await core.alerts.acknowledge(acknowledgeable(core, id, caller), null)
  return {}
}
