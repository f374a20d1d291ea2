import sharp from 'sharp'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { Picture } from '../hosts/screens.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { readPpm } from './ppm.ts'

/** A picture of the first display as WebP, at most `width` pixels wide. */
export const getVmScreen: Verb<VmName & { width: number }, File> = async (core, input) => {
  const { link, vm } = core.hosts.findVm(input)
  const { width } = input
  const scale = (picture: Picture) => scaled(picture, width)
  const webp = await (isSmall(width) ? link.screens.small(vm, width, scale) : link.screens.picture(vm).then(scale))
  return new File([new Uint8Array(webp)], `${vm.id}.webp`, { type: 'image/webp' })
}

/** Of these a table or wall shows many at once. */
const isSmall = (width: number) => width <= 480

/** A display that is wider or taller than anything real comes from a broken or hostile guest. */
const limitInputPixels = 16384 * 16384

async function scaled({ mime, bytes }: Picture, width: number): Promise<Buffer> {
  try {
    const ppm = mime.includes('pixmap') ? readPpm(bytes) : null
    const image = ppm === null ? sharp(bytes, { limitInputPixels }) : sharp(ppm.pixels, { raw: ppm, limitInputPixels })
    return await image.resize({ width, withoutEnlargement: true }).webp({ quality: 70, effort: 1 }).toBuffer()
  } catch (error) {
    throw new Fault('NO_PICTURE', undefined, { cause: error })
  }
}
