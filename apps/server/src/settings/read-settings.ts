import { Settings } from '@porthole/contract'
import type { Database } from '../database/open-database.ts'

const usual: Settings = {
  auditDays: 365,
  recordRoles: [],
  recordKeys: false,
  recordingDays: 90,
  recordingGiB: 20,
}

/** What was set, and the usual for what was not. */
export async function readSettings(database: Pick<Database, 'setting'>): Promise<Settings> {
  const rows = await database.setting.findMany()
  return Settings.parse({ ...usual, ...Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value)])) })
}
