/**
 * Reads a binary PPM (P6, 8 bits), which QEMU before 7.1 gives for a screenshot.
 * https://netpbm.sourceforge.net/doc/ppm.html
 * @throws {Error} when it is none, or is cut short
 */
export function readPpm(bytes: Buffer): { width: number; height: number; channels: 3; pixels: Buffer } {
  // Comments and any white space may stand between the numbers; exactly one white space byte ends the header.
  const gap = '(?:\\s|#[^\\n]*\\n)+'
  const header = new RegExp(`^P6${gap}(\\d{1,5})${gap}(\\d{1,5})${gap}255\\s`).exec(bytes.toString('latin1', 0, 512))
  if (header === null) throw new Error('not a binary PPM of 8 bits')
  const [whole, width, height] = [header[0], Number(header[1]), Number(header[2])]
  const pixels = bytes.subarray(whole.length, whole.length + width * height * 3)
  if (pixels.length < width * height * 3) throw new Error('the PPM is cut short')
  return { width, height, channels: 3, pixels }
}
