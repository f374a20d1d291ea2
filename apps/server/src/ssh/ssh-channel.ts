import { Duplex } from 'node:stream'
import type { TransportError } from '@porthole/libvirt'
import type { ClientChannel } from 'ssh2'

/** How a program on a host ended before it said anything. */
export interface EarlyEnd {
  readonly code: number | null
  /** The last of what it complained about, made fit for a sentence. */
  readonly complaint: string
}

const mostComplaint = 300

/**
 * A channel as a Duplex that keeps Node's promises: it can be destroyed, and ends with an error where a program at the
 * other end did not even begin. `failed` makes that error.
 */
export class SshChannel extends Duplex {
  readonly #channel: ClientChannel

  constructor(channel: ClientChannel, failed?: (end: EarlyEnd) => TransportError) {
    super()
    this.#channel = channel
    let heard = false
    let complaint = ''
    channel.on('data', (chunk: Buffer) => {
      heard = true
      if (!this.push(chunk)) channel.pause()
    })
    channel.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString('utf8')).slice(-mostComplaint)
    })
    channel.on('error', (error: Error) => this.destroy(error))
    // Its `exit` may have come in the very packet that said that the program began, before anybody could listen.
    channel.on('close', (code: number | null = null) => {
      if (heard || failed === undefined) this.push(null)
      else this.destroy(failed({ code, complaint: complaint.replace(/[^\p{L}\p{N}\p{P}\p{S}]+/gu, ' ').trim() }))
      // Whatever waits to be written has nowhere to go any more.
      if (heard || failed === undefined) this.destroy()
    })
  }

  override _read(): void {
    this.#channel.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#channel.write(chunk, done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#channel.end()
    done()
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#channel.destroy()
    this.#channel.resume()
    done(error)
  }
}
