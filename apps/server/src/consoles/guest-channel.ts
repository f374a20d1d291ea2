import type { Duplex } from 'node:stream'
import type { GuestStream } from './guest-stream.ts'

/** A guest's display at the other end of a channel that is being opened: on a host behind SSH. */
export class GuestChannel implements GuestStream {
  reader: GuestStream['reader'] = () => true
  readonly connected: Promise<void>
  readonly ended: Promise<void>
  #channel: Duplex | null = null
  #destroyed = false

  /** `open` gets a signal that fires when nobody waits for the channel any more. */
  constructor(open: (signal: AbortSignal) => Promise<Duplex>) {
    const giveUp = new AbortController()
    this.#giveUp = () => giveUp.abort(new Error('the console was closed'))
    const opening = open(giveUp.signal)
    this.connected = opening.then(channel => this.#use(channel))
    this.ended = opening.then(
      channel => new Promise(resolve => channel.once('end', resolve).once('close', () => resolve())),
      () => {},
    )
    this.connected.catch(() => {})
  }

  readonly #giveUp: () => void

  write(bytes: Uint8Array, drained?: () => void): boolean {
    const channel = this.#channel
    if (channel === null || channel.destroyed) return true
    const room = channel.write(bytes)
    if (!room && drained) channel.once('drain', drained)
    return room
  }

  resume(): void {
    this.#channel?.resume()
  }

  destroy(): void {
    this.#destroyed = true
    this.#giveUp()
    this.#channel?.destroy()
  }

  #use(channel: Duplex): void {
    channel.on('error', () => {})
    if (this.#destroyed) channel.destroy()
    this.#channel = channel
    channel.on('data', (chunk: Buffer) => {
      if (!this.reader(chunk, 0)) channel.pause()
    })
  }
}
