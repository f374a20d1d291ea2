/** One piece of a display's file: see the server's display-file.ts. */
export interface Piece {
  readonly kind: number
  /** ms since the beginning. */
  readonly at: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

export const pieceKinds = { begin: 1, display: 2, pointer: 3 } as const

const headerBytes = 13

/** Takes a part of the file apart. A piece that is cut at its end is not there yet. */
export function readPieces(file: ArrayBuffer): Piece[] {
  const view = new DataView(file)
  const pieces: Piece[] = []
  for (let at = 0; at + headerBytes <= file.byteLength; ) {
    const length = view.getUint32(at)
    const from = at + headerBytes
    if (from + length > file.byteLength) break
    pieces.push({ kind: view.getUint8(at + 4), at: view.getUint32(at + 5), bytes: new Uint8Array(file, from, length) })
    at = from + length
  }
  return pieces
}
