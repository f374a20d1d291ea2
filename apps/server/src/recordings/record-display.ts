import { setTimeout as pause } from 'node:timers/promises'
import type { OpenDisplay } from '../consoles/connect-display.ts'
import type { GuestStream } from '../consoles/guest-stream.ts'
import { Fault } from '../fault.ts'
import { magic, piece, pieceKinds } from './display-file.ts'
import { DisplayMessages } from './display-messages.ts'
import type { Tape } from './tape.ts'

/** Between two updates pass at least so many ms, and more after a large one: a film fills no disk. */
const restMs = 100
const bytesPerMs = 256
/** One can begin to play so often: a connection lasts so long, or until it has brought so much. */
const usualLapMs = 60_000
const lapBytes = 8 * 1024 * 1024
/** A display that was lost is tried again so often. */
const tries = 40
const retryMs = 500
const handshakeMs = 5000

/** 32 bits, red in the lowest byte: as noVNC asks for, which plays it later. RFC 6143, section 7.4. */
const pixelFormat = Buffer.from([0, 0, 0, 0, 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 0, 8, 16, 0, 0, 0])
/** ZRLE, zlib, raw, and the size of the display: each says its own length, so nothing has to be unpacked here. */
const setEncodings = Buffer.from([2, 0, 0, 4, 0, 0, 0, 16, 0, 0, 0, 6, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0x21])

/**
 * Records a display by a connection of its own, so that nobody's way of looking at it matters. Its packed words go to the
 * file as they come. A picture can be unpacked only from the beginning of its connection: so each lap is a new one.
 */
export class DisplayRecorder {
  readonly #tape: Tape
  readonly #open: (signal: AbortSignal) => Promise<OpenDisplay>
  readonly #lapMs: number
  #stream: GuestStream | null = null
  #timer: NodeJS.Timeout | undefined
  #lap = { began: 0, bytes: 0 }
  #stopped = false
  #pointer = { at: 0, buttons: 0 }
  /** The disk takes more. */
  #room = true
  /** How often the display may be lost before it says anything again. */
  #tries = tries

  constructor(tape: Tape, open: (signal: AbortSignal) => Promise<OpenDisplay>, lapMs = usualLapMs) {
    this.#tape = tape
    this.#open = open
    this.#lapMs = lapMs
    tape.append(magic)
    void tape.ended.then(() => this.stop())
  }

  /** Resolves once the display has been reached. @throws what openDisplay throws */
  async start(): Promise<void> {
    const { socket, first } = await this.#open(AbortSignal.timeout(handshakeMs))
    if (this.#stopped) return socket.destroy()
    this.#stream?.destroy()
    clearTimeout(this.#timer)
    this.#stream = socket
    this.#lap = { began: this.#tape.now, bytes: 0 }
    const messages = this.#follow(socket)
    const read = (chunk: Buffer): boolean => {
      try {
        messages.feed(chunk)
      } catch {
        void this.#tape.end('failed')
      }
      return this.#room
    }
    socket.reader = read
    void socket.ended.then(() => this.#stream === socket && void this.#again())
    read(first())
  }

  /** The pointer of who controls went there. */
  pointer(x: number, y: number, buttons: number): void {
    const at = this.#tape.now
    if (at - this.#pointer.at < restMs && buttons === this.#pointer.buttons) return
    this.#pointer = { at, buttons }
    const bytes = Buffer.from([x >> 8, x & 255, y >> 8, y & 255, buttons & 255])
    this.#tape.append(piece(pieceKinds.pointer, at, bytes))
    this.#tape.moved()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#stream?.destroy()
  }

  #follow(socket: GuestStream): DisplayMessages {
    let update = 0
    const drained = () => {
      this.#room = true
      this.#stream?.resume(64 * 1024)
    }
    const messages = new DisplayMessages({
      init: bytes => {
        this.#tape.starts()
        this.#tape.append(piece(pieceKinds.begin, this.#tape.now, bytes))
        void socket.write(Buffer.concat([pixelFormat, setEncodings, updateRequest(0, messages.size)]))
      },
      picture: bytes => {
        update += bytes.length
        this.#lap.bytes += bytes.length
        if (!this.#tape.append(piece(pieceKinds.display, this.#tape.now, bytes), drained)) this.#room = false
        this.#tape.moved()
      },
      updated: () => {
        const rest = Math.max(restMs, update / bytesPerMs)
        update = 0
        this.#tries = tries
        this.#timer = setTimeout(() => {
          if (this.#lapOver) this.start().catch(() => ask())
          else ask()
        }, rest)
      },
    })
    const ask = () => void socket.write(updateRequest(1, messages.size))
    return messages
  }

  get #lapOver(): boolean {
    return this.#tape.now - this.#lap.began > this.#lapMs || this.#lap.bytes > lapBytes
  }

  /** The display closed: the VM stopped, or the way to it broke for a moment. */
  async #again(): Promise<void> {
    clearTimeout(this.#timer)
    while (!this.#stopped && this.#tries-- > 0) {
      await pause(retryMs)
      try {
        return await this.start()
      } catch (error) {
        if (error instanceof Fault && ['NO_CONSOLE', 'NOT_FOUND'].includes(error.code)) break
      }
    }
    await this.#tape.end('gone')
  }
}

function updateRequest(incremental: 0 | 1, { width, height }: { width: number; height: number }): Buffer {
  const request = Buffer.from([3, incremental, 0, 0, 0, 0, 0, 0, 0, 0])
  request.writeUInt16BE(width, 6)
  request.writeUInt16BE(height, 8)
  return request
}
