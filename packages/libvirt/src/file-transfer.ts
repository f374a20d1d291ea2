import type { FileHandle } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { packetLimit, type ReadStream, type WriteStream } from './remote-stream.ts'

/** So much of a file is written while so much is read, in bytes: four whole packets. */
const window = 4 * packetLimit

/**
 * Sends a file from where it stands to its end, through two buffers in turn. Resolves when the host has confirmed that it
 * has everything; where either side fails, the stream is aborted and the error is that side's. The file stays open.
 */
export async function sendFile(file: FileHandle, stream: WriteStream): Promise<void> {
  await pipeline(readAhead(file, Math.max(window, stream.writableHighWaterMark)), stream)
}

// A chunk fills the stream up, so that the next is asked for when it has left: its buffer is free then.
async function* readAhead(file: FileHandle, size: number): AsyncGenerator<Buffer> {
  let [buffer, other] = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)]
  let reading = fill(file, buffer)
  for (let length = await reading; length > 0; length = await reading) {
    const chunk = buffer.subarray(0, length)
    ;[buffer, other] = [other, buffer]
    reading = length < size ? Promise.resolve(0) : fill(file, buffer)
    yield chunk
  }
}

/** Reads until the buffer is full or the file at its end: a short chunk would not fill the stream up. */
async function fill(file: FileHandle, buffer: Buffer): Promise<number> {
  let have = 0
  while (have < buffer.length) {
    const { bytesRead } = await file.read(buffer, have, buffer.length - have)
    if (bytesRead === 0) break
    have += bytesRead
  }
  return have
}

/**
 * Writes what a stream brings into a file, from where it stands, and gives each buffer back for the packets to come.
 * Resolves when the host has sent everything; where either side fails, the stream is aborted and the error is that side's.
 * The file stays open. A sparse stream's holes are refused.
 */
export async function receiveFile(stream: ReadStream, file: FileHandle): Promise<void> {
  const write = async (chunks: readonly Buffer[]): Promise<void> => {
    await writeAll(file, chunks)
    for (const chunk of chunks) stream.recycle(chunk)
  }
  const sink = new Writable({
    highWaterMark: window,
    write: (chunk, _encoding, done) => void write([chunk]).then(() => done(), done),
    writev: (chunks, done) => void write(chunks.map(({ chunk }) => chunk)).then(() => done(), done),
  })
  await pipeline(stream, sink)
}

/** A file may take less than it was given. */
async function writeAll(file: FileHandle, chunks: readonly Buffer[]): Promise<void> {
  let rest = chunks
  while (rest.length > 0) {
    let { bytesWritten } = await file.writev(rest)
    rest = rest.flatMap(chunk => {
      const taken = Math.min(bytesWritten, chunk.length)
      bytesWritten -= taken
      return taken === chunk.length ? [] : [chunk.subarray(taken)]
    })
  }
}
