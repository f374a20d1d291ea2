import { createReadStream } from 'node:fs'
import { crc32 } from 'node:zlib'
import { Moving } from './moving.ts'

/**
 * The file of a recorded display: this line, then pieces one after the other, each with a header of 13 bytes: the length
 * of what follows, its kind, ms since the beginning, and the CRC-32 of what follows. Only ever appended to, so that all but
 * the last piece is whole however the server ended.
 */
export const magic = Buffer.from('PORTHOLE DISPLAY 1\n', 'latin1')
const headerBytes = 13
/** No piece is longer: a length beyond it is no length. */
const longestPiece = 16 * 1024 * 1024
const blockBytes = 1024 * 1024

export const pieceKinds = {
  /** The display's ServerInit: a connection begins, and with it a whole picture. One can begin to play here. */
  begin: 1,
  /** What the display said next, cut anywhere. */
  display: 2,
  /** The pointer of who controls: x, y (16 bits each) and buttons (8 bits). */
  pointer: 3,
} as const

export function piece(kind: number, at: number, bytes: Uint8Array): Buffer {
  const whole = Buffer.allocUnsafe(headerBytes + bytes.length)
  whole.writeUInt32BE(bytes.length, 0)
  whole.writeUInt8(kind, 4)
  whole.writeUInt32BE(at, 5)
  whole.writeUInt32BE(crc32(bytes), 9)
  whole.set(bytes, headerBytes)
  return whole
}

/** What a file turns out to hold. */
export interface Found {
  /** Up to where it is whole. */
  readonly bytes: number
  readonly length: number
  readonly starts: readonly { readonly at: number; readonly offset: number }[]
  readonly moving: Moving
}

/** Reads a whole file in blocks, as far as its pieces are whole. */
export async function scanDisplay(path: string): Promise<Found> {
  const starts: { at: number; offset: number }[] = []
  const moving = new Moving()
  let [offset, length] = [magic.length, 0]
  let rest = Buffer.alloc(0)
  let isOurs = false
  for await (const block of createReadStream(path, { highWaterMark: blockBytes })) {
    rest = Buffer.concat([rest, block as Buffer])
    if (!isOurs) {
      if (rest.length < magic.length) continue
      if (!rest.subarray(0, magic.length).equals(magic)) break
      isOurs = true
      rest = rest.subarray(magic.length)
    }
    let size = sizeOf(rest)
    for (; size !== null && rest.length >= headerBytes + size; size = sizeOf(rest)) {
      if (crc32(rest.subarray(headerBytes, headerBytes + size)) !== rest.readUInt32BE(9)) break
      length = rest.readUInt32BE(5)
      if (rest[4] === pieceKinds.begin) starts.push({ at: length, offset })
      else moving.note(length)
      offset += headerBytes + size
      rest = rest.subarray(headerBytes + size)
    }
    // What is left is whole, and no piece.
    if (size === null ? rest.length >= headerBytes : rest.length >= headerBytes + size) break
  }
  return { bytes: isOurs ? offset : 0, length, starts, moving }
}

/** How long the piece is that begins there; null where its header is not there, or none. */
function sizeOf(bytes: Buffer): number | null {
  if (bytes.length < headerBytes) return null
  const size = bytes.readUInt32BE(0)
  // Zeros are what a disk without power leaves; no kind has that number.
  return bytes[4] === 0 || size > longestPiece ? null : size
}
