/** The longest header of a frame from a server, which masks nothing: RFC 6455, section 5.2. */
export const headroom = 10

/** Makes a chunk a binary frame without copying it: the header goes into the memory before it, of which it needs `headroom`. */
export function frameInPlace(chunk: Buffer): Buffer {
  const { length } = chunk
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.from(chunk.buffer, chunk.byteOffset - header, header + length)
  frame[0] = 0x82
  if (header === 2) frame[1] = length
  else if (header === 4) {
    frame[1] = 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 127
    frame.writeUInt32BE(0, 2)
    frame.writeUInt32BE(length, 6)
  }
  return frame
}
