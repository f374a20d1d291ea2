import sharp, { type Sharp } from 'sharp'
import { Fault } from '../fault.ts'
import type { Picture } from '../hosts/screens.ts'
import { readPpm } from './ppm.ts'

/** A display that is wider or taller than anything real comes from a broken or hostile guest. */
const limitInputPixels = 16384 * 16384

/** A picture as WebP, at most `width` pixels wide. @throws {Fault} NO_PICTURE when it is none */
export const scalePicture = (picture: Picture, width: number): Promise<Buffer> =>
  made(picture, image => image.resize({ width, withoutEnlargement: true }).webp({ quality: 70, effort: 1 }))

/** A picture as PNG, as large as it is. @throws {Fault} NO_PICTURE when it is none */
export const pngOf = (picture: Picture): Promise<Buffer> => made(picture, image => image.png())

async function made({ mime, bytes }: Picture, make: (image: Sharp) => Sharp): Promise<Buffer> {
  try {
    const ppm = mime.includes('pixmap') ? readPpm(bytes) : null
    const image = ppm === null ? sharp(bytes, { limitInputPixels }) : sharp(ppm.pixels, { raw: ppm, limitInputPixels })
    return await make(image).toBuffer()
  } catch (error) {
    throw new Fault('NO_PICTURE', undefined, { cause: error })
  }
}
