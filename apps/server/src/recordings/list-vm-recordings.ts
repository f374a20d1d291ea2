import type { Recording } from '@porthole/contract'
import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { isAlwaysRecorded } from './must-record.ts'

type Output = { recordings: Recording[]; always: boolean }

/** A VM's recordings follow it to other hosts. */
export const listVmRecordings: Verb<VmName, Output> = async ({ recordings, database }, { id }, caller) => ({
  recordings: recordings.files
    .list()
    .filter(({ fixed: { vm } }) => vm.id === id && caller.can('recording.watch', { vm }))
    .map(kept => kept.present()),
  always: await isAlwaysRecorded(database, id),
})
