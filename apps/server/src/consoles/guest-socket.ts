import { connect, type Socket } from 'node:net'
import type { Display } from './find-display.ts'

const bufferBytes = 64 * 1024

/** What the reader makes of a chunk: whether more may come, and whether its memory is still in use after the call. */
export interface Taken {
  readonly more: boolean
  readonly held: boolean
}

/**
 * A socket to a guest's display that reads into one buffer again and again: a fresh buffer for each read is most of
 * what a proxy in Node costs. The buffer is replaced only while its bytes still wait to be written.
 */
export class GuestSocket {
  readonly #socket: Socket
  #buffer = Buffer.allocUnsafeSlow(bufferBytes)
  #held = false
  /** Gets each chunk; its memory is good only during the call, unless the answer says that it is held. */
  reader: (chunk: Buffer) => Taken = () => ({ more: true, held: false })
  /** Resolves when connected, rejects when that fails. */
  readonly connected: Promise<void>
  /** Resolves when the guest's side has ended, for whatever reason. */
  readonly ended: Promise<void>

  constructor(address: Display['address']) {
    const onread = {
      buffer: () => this.#nextBuffer(),
      callback: (length: number, buffer: Uint8Array) => this.#read(buffer as Buffer, length),
    }
    const socket = connect({ ...address, onread, noDelay: true })
    this.#socket = socket
    this.connected = new Promise((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
      socket.once('close', () => reject(new Error('closed')))
    })
    this.connected.catch(() => {})
    this.ended = new Promise(resolve => {
      socket.once('end', resolve)
      socket.once('close', () => resolve())
    })
    socket.on('error', () => {})
  }

  /** False when so much waits that the writer should pause; `drained` is then called when it may go on. */
  write(bytes: Uint8Array, drained?: () => void): boolean {
    if (this.#socket.destroyed) return true
    const room = this.#socket.write(bytes)
    if (!room && drained) this.#socket.once('drain', drained)
    return room
  }

  /** Goes on reading after the reader said "no more". */
  resume(): void {
    this.#socket.resume()
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #nextBuffer(): Buffer {
    if (this.#held) this.#buffer = Buffer.allocUnsafeSlow(bufferBytes)
    this.#held = false
    return this.#buffer
  }

  #read(buffer: Buffer, length: number): boolean {
    const { more, held } = this.reader(buffer.subarray(0, length))
    this.#held = held
    return more
  }
}
