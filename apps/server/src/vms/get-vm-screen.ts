import sharp from 'sharp'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { Picture } from '../hosts/screens.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { readPpm } from './ppm.ts'

/** A picture of the first display as WebP, at most `width` pixels wide. */
export const getVmScreen: Verb<VmName & { width: number }, File> = async (core, input) => {
  const { link, vm } = core.hosts.findVm(input)
  const webp = await scaled(await link.screens.picture(vm), input.width)
  return new File([new Uint8Array(webp)], `${vm.id}.webp`, { type: 'image/webp' })
}

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
