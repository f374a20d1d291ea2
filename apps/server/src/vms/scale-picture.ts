import sharp from 'sharp'
import { Fault } from '../fault.ts'
import type { Picture } from '../hosts/screens.ts'
import { readPpm } from './ppm.ts'

/** A display that is wider or taller than anything real comes from a broken or hostile guest. */
const limitInputPixels = 16384 * 16384

/** A picture as WebP, at most `width` pixels wide. @throws {Fault} NO_PICTURE when it is none */
export async function scalePicture({ mime, bytes }: Picture, width: number): Promise<Buffer> {
  try {
    const ppm = mime.includes('pixmap') ? readPpm(bytes) : null
    const image = ppm === null ? sharp(bytes, { limitInputPixels }) : sharp(ppm.pixels, { raw: ppm, limitInputPixels })
    return await image.resize({ width, withoutEnlargement: true }).webp({ quality: 70, effort: 1 }).toBuffer()
  } catch (error) {
    throw new Fault('NO_PICTURE', undefined, { cause: error })
  }
}
