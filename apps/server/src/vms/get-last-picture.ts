import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { VmName } from '../hosts/vm-record.ts'

/** When the VM stopped is the file's name: a picture has no field for it that travels. */
export const getLastPicture: Verb<VmName, File> = async ({ hosts, lastPictures }, input) => {
  const last = await lastPictures.get(hosts.findVm(input).vm)
  if (last === null) throw new Fault('NO_PICTURE')
  return new File([new Uint8Array(last.webp)], `${last.at.toISOString()}.webp`, { type: 'image/webp' })
}
