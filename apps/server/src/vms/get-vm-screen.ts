import type { Verb } from '../core.ts'
import type { Picture } from '../hosts/screens.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { scalePicture } from './scale-picture.ts'

/** A picture of the first display as WebP, at most `width` pixels wide. */
export const getVmScreen: Verb<VmName & { width: number }, File> = async (core, input) => {
  const { link, vm } = core.hosts.findVm(input)
  const { width } = input
  const scale = (picture: Picture) => scalePicture(picture, width)
  const webp = await (isSmall(width) ? link.screens.small(vm, width, scale) : link.screens.picture(vm).then(scale))
  core.lastPictures.saw(vm, webp)
  return new File([new Uint8Array(webp)], `${vm.id}.webp`, { type: 'image/webp' })
}

/** Of these a table or wall shows many at once. */
const isSmall = (width: number) => width <= 480
