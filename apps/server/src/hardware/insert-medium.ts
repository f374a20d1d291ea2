import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { isoVolume } from '../vms/new-vm-media.ts'
import { requirePart } from '../vms/require-part.ts'
import { changeMedium } from './change-medium.ts'
import { sourceOf } from './disk-source.ts'

interface Insertion extends VmName {
  readonly target: string
  readonly pool: string
  readonly volume: string
  readonly force: boolean
}

export const insertMedium: Verb<Insertion, Record<string, never>> = (core, input, caller) =>
  changeMedium(core, input, async link => {
    requirePart(caller, 'storage.see', { pool: { host: link.id, name: input.pool } }, input.pool, 'volume')
    return sourceOf(await isoVolume(link, input, 'volume'))
  })
