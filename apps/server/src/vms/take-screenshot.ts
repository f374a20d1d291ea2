import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { pngOf } from './scale-picture.ts'

/** From libvirt: no console need be open, and the kind of display does not matter. */
export const takeScreenshot: Verb<VmName, File> = async (core, input) => {
  const { link, vm } = core.hosts.findVm(input)
  const png = await pngOf(await link.screens.picture(vm))
  return new File([new Uint8Array(png)], `${vm.id}.png`, { type: 'image/png' })
}
