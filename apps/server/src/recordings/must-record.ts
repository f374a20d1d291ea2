import type { Database } from '../database/open-database.ts'
import { readSettings } from '../settings/read-settings.ts'

/** Where it stands that each console of a VM is recorded. */
export const recordedVm = (id: string) => `recordVm ${id}`

/** Whether whoever has this role everywhere must be recorded at this VM's consoles, and so their guests. */
export async function mustRecord(database: Database, vm: string, role: string): Promise<boolean> {
  const { recordRoles } = await readSettings(database)
  return recordRoles.some(name => name === role) || isAlwaysRecorded(database, vm)
}

export async function isAlwaysRecorded(database: Database, vm: string): Promise<boolean> {
  return (await database.setting.findUnique({ where: { name: recordedVm(vm) } })) !== null
}
