import { connect, type LookupFunction, type Socket } from 'node:net'
import type { DisplayAddress } from './find-display.ts'
import type { GuestStream } from './guest-stream.ts'
import { headroom } from './server-frame.ts'

const firstBytes = 16 * 1024

/**
 * A socket to a guest's display that reads into one buffer again and again: a fresh buffer for each read is most of
 * what a proxy in Node costs. It grows only for displays that fill it.
 */
export class GuestSocket implements GuestStream {
  readonly #socket: Socket
  #buffer = Buffer.allocUnsafeSlow(headroom + firstBytes)
  #next: Buffer = this.#buffer.subarray(headroom)
  #atMost = 4 * firstBytes
  reader: GuestStream['reader'] = () => true
  readonly connected: Promise<void>
  readonly ended: Promise<void>

  /** `lookup` is how a name becomes an address; the system's own way when absent. */
  constructor(address: DisplayAddress & { readonly lookup?: LookupFunction }) {
    const onread = {
      buffer: () => this.#next,
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

  resume(atMost: number): void {
    this.#atMost = atMost
    this.#socket.resume()
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #read(buffer: Buffer, length: number): boolean {
    const more = this.reader(buffer.subarray(0, length), headroom)
    const wanted = length === buffer.length ? 4 * length : this.#next.length
    this.#size(Math.min(wanted, this.#atMost))
    return more
  }

  /** The buffer of the next read; the one of this read may still be on its way out. */
  #size(bytes: number): void {
    if (this.#next.length === bytes) return
    if (this.#buffer.length < headroom + bytes) this.#buffer = Buffer.allocUnsafeSlow(headroom + bytes)
    this.#next = this.#buffer.subarray(headroom, headroom + bytes)
  }
}
