import { HeldInput } from './held-input.ts'
import { isBadText, isInput, isUseless, messageLength, UnknownMessage } from './message-kinds.ts'

/** The browser's half of the handshake: version (12), the choice of None, ClientInit. The server needs no word of it. */
const greeting = Buffer.from('RFB 003.008\n\x01', 'latin1')
const greetingLength = greeting.length + 1

const nothing = Buffer.alloc(0)

/**
 * What a browser may send to a guest: whole RFB messages of known kinds, and input only from whoever controls. What a
 * page shows or hides is no protection: this is.
 */
export class ClientMessages {
  /** Called for each message of input, also where it is dropped. */
  onInput: () => void = () => {}
  /** Called for each message of input that goes on to the guest, whole where it is a key or the pointer. */
  onPassed: (bytes: Buffer, at: number) => void = () => {}
  readonly #held = new HeldInput()
  #controls: boolean
  #pending: Buffer = nothing
  #greeted = false
  #left = 0
  #dropping = false

  constructor(controls = true) {
    this.#controls = controls
  }

  /** True once the browser has done its half of the handshake. */
  get greeted(): boolean {
    return this.#greeted
  }

  /**
   * Gives or takes control. The answer goes to the guest: what lets go of the keys and buttons that are held. A message
   * that has begun goes on as it began.
   */
  control(controls: boolean): Buffer {
    this.#controls = controls
    return controls || this.#left > 0 ? nothing : this.#held.release()
  }

  /** Takes bytes as they come, cut anywhere; gives those that go on to the guest. @throws {UnknownMessage} */
  feed(chunk: Buffer): Buffer {
    let bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    this.#pending = nothing
    if (!this.#greeted) {
      if (!bytes.subarray(0, greeting.length).equals(greeting.subarray(0, bytes.length))) throw new UnknownMessage()
      if (bytes.length < greetingLength) return this.#wait(bytes)
      this.#greeted = true
      bytes = bytes.subarray(greetingLength)
    }
    return this.#sift(bytes)
  }

  /** Whatever stays together goes on as one piece, uncopied: nearly always that is all. */
  #sift(bytes: Buffer): Buffer {
    const kept: Buffer[] = []
    let from = 0
    let at = 0
    while (at < bytes.length) {
      if (this.#left === 0) {
        const length = messageLength(bytes, at)
        if (length === 0) {
          this.#pending = Buffer.from(bytes.subarray(at))
          break
        }
        const drop = this.#drops(bytes, at)
        if (drop !== this.#dropping) {
          if (drop) keep(kept, bytes, from, at)
          this.#dropping = drop
          from = at
        }
        this.#left = length
      }
      const end = Math.min(bytes.length, at + this.#left)
      this.#left -= end - at
      at = end
    }
    if (!this.#dropping) keep(kept, bytes, from, at)
    if (this.#left === 0 && !this.#controls && this.#held.any) kept.push(this.#held.release())
    return kept.length === 1 && kept[0] !== undefined ? kept[0] : Buffer.concat(kept)
  }

  /** Decides on the message that begins here. */
  #drops(bytes: Buffer, at: number): boolean {
    if (isUseless(bytes, at)) return true
    if (!isInput(bytes, at)) return false
    this.onInput()
    if (!this.#controls || isBadText(bytes, at)) return true
    this.#held.see(bytes, at)
    this.onPassed(bytes, at)
    return false
  }

  #wait(bytes: Buffer): Buffer {
    this.#pending = Buffer.from(bytes)
    return nothing
  }
}

function keep(kept: Buffer[], bytes: Buffer, from: number, until: number): void {
  if (until > from) kept.push(from === 0 && until === bytes.length ? bytes : bytes.subarray(from, until))
}
