import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { recordedVm } from './must-record.ts'

/** Holds at once, also for those who are at its consoles. */
export const recordVm: Verb<VmName & { always: boolean }, object> = async (
  { database, recordings },
  { id, always },
) => {
  const name = recordedVm(id)
  if (always) await database.setting.upsert({ where: { name }, create: { name, value: 'true' }, update: {} })
  else await database.setting.deleteMany({ where: { name } })
  await recordings.review()
  return {}
}
