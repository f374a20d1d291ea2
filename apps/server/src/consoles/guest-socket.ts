import { connect, type LookupFunction, type Socket } from 'node:net'
import type { DisplayAddress } from './find-display.ts'
import type { GuestStream, Taken } from './guest-stream.ts'

const bufferBytes = 64 * 1024

/**
 * A socket to a guest's display that reads into one buffer again and again: a fresh buffer for each read is most of
 * what a proxy in Node costs. The buffer is replaced only while its bytes still wait to be written.
 */
export class GuestSocket implements GuestStream {
  readonly #socket: Socket
  #buffer = Buffer.allocUnsafeSlow(bufferBytes)
  #held = false
  reader: (chunk: Buffer) => Taken = () => ({ more: true, held: false })
  readonly connected: Promise<void>
  readonly ended: Promise<void>

  /** `lookup` is how a name becomes an address; the system's own way when absent. */
  constructor(address: DisplayAddress & { readonly lookup?: LookupFunction }) {
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

  write(bytes: Uint8Array, drained?: () => void): boolean {
    if (this.#socket.destroyed) return true
    const room = this.#socket.write(bytes)
    if (!room && drained) this.#socket.once('drain', drained)
    return room
  }

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
