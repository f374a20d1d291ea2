import { Duplex, type DuplexOptions, type Readable, type Writable } from 'node:stream'
import { ProtocolError } from './errors.ts'
import type { StreamDirection } from './protocol/procedure.ts'
import type { Hyper } from './xdr-reader.ts'

/** How much may wait for a slow reader before the connection is held, and how little before it flows again, in bytes. */
const holdAbove = 1_048_576
const releaseBelow = 262_144

/** The same in a sparse stream, in packets. */
const holdAbovePackets = 16
const releaseBelowPackets = 4

/** How much may arrive ahead of the reply, in bytes: nothing can be held before it, as that would hold the reply too. */
const earlyLimit = 16_777_216

/** The most bytes in one packet: VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX less the header. */
export const packetLimit = 262_120

/** So many bytes of zeros in a sparse stream, which do not travel. */
export class Hole {
  /** Its length, in bytes. */
  readonly length: Hyper

  constructor(length: Hyper) {
    this.length = length
  }
}

/** What a stream does to its connection. */
export interface StreamOutlet {
  /** Sends a packet; `sent` hears when the next may follow. */
  send(data: Uint8Array, sent: (error?: Error | null) => void): void
  sendHole(hole: Hole, sent: (error?: Error | null) => void): void
  /** Tells the daemon that everything arrived, or was sent; it answers with a confirmation. */
  finish(): void
  /** Tells the daemon to stop; it confirms that too. */
  abort(): void
  recycle(buffer: ArrayBuffer): void
  hold(): void
  release(): void
}

/** What a stream is made of. */
export interface StreamOptions {
  /** The procedure that opened it. */
  readonly name: string
  readonly direction: StreamDirection
  /** Holes travel as holes: `Hole`s stand between the chunks, both ways. */
  readonly sparse: boolean
}

/** `unanswered` → `open` → `finishing` or `aborting` → `over`, each step once. */
type Phase = 'unanswered' | 'open' | 'finishing' | 'aborting' | 'over'

/**
 * The bytes that travel after a call, as a Node stream: a screenshot or a volume to read, a volume to write, a console
 * or channel to do both. `finish` and `end` come when the host has confirmed that it has, or has sent, everything;
 * destroying it earlier tells the host to stop. An error of the host, or of the connection, is the stream's error.
 * What waits unread, more than 1 MiB of it, holds the whole connection: read promptly, or use a connection of its own.
 * https://libvirt.org/html/libvirt-libvirt-stream.html
 */
export class RemoteStream extends Duplex {
  /** The bytes that travelled so far either way, holes included. Each packet emits `progress` with it. */
  transferred = 0
  readonly #outlet: StreamOutlet
  readonly #options: StreamOptions
  #phase: Phase = 'unanswered'
  #ended = false
  #held = false
  #fault: Error | null = null
  #confirmed: (() => void) | null = null
  #forgetSignal: () => void = () => {}

  /** @internal Made by the connection. */
  constructor(options: StreamOptions, outlet: StreamOutlet) {
    // @types/node forgets two options of Duplex that Node documents.
    const ways: DuplexOptions & { readable: boolean; writable: boolean } = {
      readable: options.direction !== 'write',
      writable: options.direction !== 'read',
      objectMode: options.sparse,
      readableHighWaterMark: options.sparse ? holdAbovePackets : holdAbove,
      writableHighWaterMark: options.sparse ? holdAbovePackets : holdAbove,
    }
    super(ways)
    this.#options = options
    this.#outlet = outlet
    // An error is for whoever reads or writes; that nobody does must not end the process.
    this.on('error', () => {})
  }

  /** Stops the stream: whoever reads or writes gets `reason`. */
  abort(reason: Error = new DOMException('The stream was aborted.', 'AbortError')): void {
    this.destroy(reason)
  }

  /**
   * Gives a chunk back that nobody will look at again: a later one may lie in its memory. Nobody has to, but long
   * transfers that do spend less time on fresh memory.
   */
  recycle(chunk: Uint8Array): void {
    if (chunk.buffer instanceof ArrayBuffer) this.#outlet.recycle(chunk.buffer)
  }

  override read(size?: number): unknown {
    const chunk = super.read(size)
    const { sparse } = this.#options
    if (this.#held && this.readableLength < (sparse ? releaseBelowPackets : releaseBelow)) this.#release()
    // What the host sent before it failed is still worth reading.
    const fault = this.#fault
    if (fault && this.readableLength === 0) process.nextTick(() => this.destroy(fault))
    return chunk
  }

  /** @internal */
  override _read(): void {}

  /** @internal */
  override _write(
    chunk: Uint8Array | string | Hole,
    encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    if (chunk instanceof Hole) {
      this.#outlet.sendHole(chunk, done)
      this.#count(Number(chunk.length))
    } else this.#sendFrom(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk, 0, done)
  }

  /** @internal */
  override _final(done: (error?: Error | null) => void): void {
    if (this.#phase === 'over') done(this.#fault)
    else {
      this.#confirmed = () => done(null)
      this.#finish()
    }
  }

  /** @internal */
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#forgetSignal()
    if (this.#phase === 'open') {
      this.#phase = 'aborting'
      this.#outlet.abort()
    }
    if (this.#held) this.#release()
    done(error)
  }

  /** @internal Destroys the stream when the signal says so, and forgets the signal when the stream is over. */
  abortBy(signal: AbortSignal): void {
    const onAbort = (): void => {
      this.destroy(
        signal.reason instanceof Error ? signal.reason : new DOMException(String(signal.reason), 'AbortError'),
      )
    }
    signal.addEventListener('abort', onAbort, { once: true })
    this.#forgetSignal = () => signal.removeEventListener('abort', onAbort)
  }

  /** @internal The call that opened the stream was answered. A daemon may send the first packets before that. */
  begin(): void {
    if (this.#phase !== 'unanswered') return
    this.#phase = 'open'
    if (this.destroyed) this.#abortLate()
    else if (this.#ended) this.#finish()
    else this.#holdIfFull()
  }

  /** @internal Bytes arrived; none mean that the host has sent everything. */
  receive(data: Uint8Array): void {
    if (this.#phase === 'aborting') return
    if (this.#options.direction === 'write' || this.#ended) {
      throw new ProtocolError('message-type', `${this.#options.name} sends bytes after its end`)
    }
    if (data.length > 0) this.#take(data, data.length)
    else {
      this.#ended = true
      if (this.#phase === 'open') this.#finish()
    }
  }

  /** @internal */
  receiveHole(hole: Hole): void {
    if (this.#phase === 'aborting') return
    if (!this.#options.sparse || this.#ended || hole.length < 0) {
      throw new ProtocolError('message-type', `${this.#options.name} sends a hole that nobody can take`)
    }
    this.#take(hole, Number(hole.length))
  }

  /** @internal The host confirmed the finish or the abort. */
  confirm(): void {
    if (this.#phase !== 'finishing' && this.#phase !== 'aborting') {
      throw new ProtocolError('message-type', `${this.#options.name} confirms an end that nobody announced`)
    }
    this.#phase = 'over'
    this.#forgetSignal()
    if (this.destroyed) return
    this.#confirmed?.()
    if (this.#options.direction !== 'write') this.push(null)
    if (this.writable) this.end()
  }

  /** @internal The host, or the connection, ended the stream with an error. */
  fail(error: Error): void {
    if (this.#phase === 'over') return
    this.#phase = 'over'
    this.#forgetSignal()
    this.#fault = error
    if (this.#held) this.#release()
    if (this.readableLength === 0) this.destroy(error)
  }

  #take(part: Uint8Array | Hole, length: number): void {
    this.push(part)
    this.#count(length)
    if (this.#phase === 'open') this.#holdIfFull()
    else if (this.#phase === 'unanswered' && this.transferred > earlyLimit) {
      const { name } = this.#options
      throw new ProtocolError('over-limit', `${name} sends more than ${earlyLimit} bytes before it answers the call`)
    }
  }

  #sendFrom(data: Uint8Array, at: number, done: (error?: Error | null) => void): void {
    const end = Math.min(at + packetLimit, data.length)
    this.#outlet.send(data.subarray(at, end), error => {
      if (error || this.destroyed || end === data.length) done(error)
      else this.#sendFrom(data, end, done)
    })
    this.#count(end - at)
  }

  #count(bytes: number): void {
    this.transferred += bytes
    this.emit('progress', this.transferred)
  }

  // Who reads a console's end and who ends its writing both finish it; the host hears of it once.
  #finish(): void {
    if (this.#phase !== 'open') return
    this.#phase = 'finishing'
    this.#outlet.finish()
  }

  #abortLate(): void {
    this.#phase = 'aborting'
    this.#outlet.abort()
  }

  #holdIfFull(): void {
    const { sparse } = this.#options
    if (this.#held || this.destroyed || this.readableLength <= (sparse ? holdAbovePackets : holdAbove)) return
    this.#held = true
    this.#outlet.hold()
  }

  #release(): void {
    this.#held = false
    this.#outlet.release()
  }
}

/** A stream from the host; in a sparse one `Hole`s stand between the chunks. */
export interface ReadStream extends Readable, Pick<RemoteStream, 'transferred' | 'abort' | 'recycle'> {}

/** A stream to the host. `finish`, and so `pipeline`, waits until the host has confirmed that it has everything. */
export interface WriteStream extends Writable, Pick<RemoteStream, 'transferred' | 'abort'> {}

/** A stream both ways, such as a console. Ending it, and the host's end, close it both ways. */
export interface DuplexStream extends Duplex, Pick<RemoteStream, 'transferred' | 'abort'> {}
