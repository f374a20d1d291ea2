import { readDomain } from '@porthole/libvirt-xml'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { detachDevice } from './detach-device.ts'

interface Detachment extends VmName {
  readonly target: string
  readonly source: string | null
  readonly now: boolean
}

export const detachDisk: Verb<Detachment, { note: string | null }> = (core, input) => {
  const { target, source } = input
  return detachDevice(core, input, { target }, ({ xml }) => {
    const disk = readDomain(xml).disks.find(disk => disk.target === target)
    if (disk?.source === source) return
    throw new Fault('WRONG_STATE', `${target} is another disk by now: look at the hardware again before you detach it.`)
  })
}
