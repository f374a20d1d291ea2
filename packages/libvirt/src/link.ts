import type { Duplex } from 'node:stream'
import { TransportError } from './errors.ts'
import { type Frame, type FrameHeader, headerSize, readFrame, writeHeader } from './frame.ts'
import { FrameSplitter } from './frame-splitter.ts'
import { XdrWriter } from './xdr-writer.ts'

/** The payload of pings and of the ends of streams. */
export const emptyPayload = (): void => {}

/** Frames over a stream of bytes: one write for the frames of a turn out, one call of `deliver` for each frame in. */
export class Link {
  readonly #duplex: Duplex
  readonly #splitter = new FrameSplitter()
  readonly #writer = new XdrWriter()
  #holds = 0
  #gathering = false

  /** `fail` hears why the stream ended, or what was wrong with its bytes; after it nothing more is delivered. */
  constructor(duplex: Duplex, deliver: (frame: Frame) => void, fail: (error: Error) => void) {
    this.#duplex = duplex
    const take = (bytes: Buffer, owned: boolean): void => {
      if (!duplex.destroyed) deliver(readFrame(bytes, owned))
    }
    duplex.on('data', (chunk: Buffer) => {
      try {
        this.#splitter.push(chunk, take)
      } catch (error) {
        fail(error as Error)
      }
    })
    duplex.on('error', cause => fail(broken(cause)))
    duplex.on('end', () => fail(this.#ended()))
    duplex.on('close', () => fail(this.#ended()))
  }

  /** Puts a frame together, ready to be sent. Throws where the payload cannot be written. */
  frame(header: FrameHeader, writePayload: (writer: XdrWriter) => void): Buffer {
    try {
      this.#writer.skip(headerSize)
      writePayload(this.#writer)
      const bytes = this.#writer.finish()
      writeHeader(bytes, header)
      return bytes
    } catch (error) {
      this.#writer.reset()
      throw error
    }
  }

  /** Sends a frame; `sent` hears when the system has taken it, or why it has not. */
  send(frame: Buffer, sent?: (error?: Error | null) => void): void {
    if (!this.#duplex.writable) {
      sent?.(this.#ended())
      return
    }
    this.#gather()
    this.#duplex.write(frame, sent)
  }

  /** What is sent in the same turn goes to the system in one call. */
  #gather(): void {
    if (this.#gathering) return
    this.#gathering = true
    this.#duplex.cork()
    process.nextTick(() => {
      this.#gathering = false
      this.#duplex.uncork()
    })
  }

  /** Sends a frame whose payload stands as it is, without copying it. The bytes must stay as they are until `sent`. */
  sendData(header: FrameHeader, data: Uint8Array, sent: (error?: Error | null) => void): void {
    if (!this.#duplex.writable) {
      sent(this.#ended())
      return
    }
    const head = Buffer.allocUnsafe(headerSize)
    writeHeader(head, header, headerSize + data.length)
    this.#duplex.cork()
    this.#duplex.write(head)
    this.#duplex.write(data, sent)
    this.#duplex.uncork()
  }

  /** Takes the buffer of a frame back that nobody needs any more. */
  recycle(buffer: ArrayBuffer): void {
    this.#splitter.recycle(buffer)
  }

  /** True while somebody holds the incoming bytes back. */
  get held(): boolean {
    return this.#holds > 0
  }

  /** Stops reading until everybody who held has released. */
  hold(): void {
    if (this.#holds++ === 0) this.#duplex.pause()
  }

  release(): void {
    if (--this.#holds === 0) this.#duplex.resume()
  }

  destroy(): void {
    this.#duplex.destroy()
  }

  #ended(): TransportError {
    const where = this.#splitter.midFrame ? ' in the middle of a message' : ''
    return new TransportError('lost', `The host closed the connection${where}.`)
  }
}

/** A transport that knows better than "broken" what happened says so by a TransportError of its own. */
const broken = (cause: Error): TransportError =>
  cause instanceof TransportError
    ? cause
    : new TransportError('lost', `The connection broke: ${cause.message}.`, { cause })
