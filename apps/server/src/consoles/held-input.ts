import { kinds } from './message-kinds.ts'

/** More keys than that are held by no hand. */
const mostKeys = 32

/**
 * The keys and buttons that a browser holds down in the guest. Whoever loses control has no way left to let go of
 * them: without this a Shift that was held would stay held.
 */
export class HeldInput {
  /** By keysym or scancode: the message that lets go of it. */
  readonly #keys = new Map<number, Buffer>()
  #pointer: Buffer | null = null

  get any(): boolean {
    return this.#pointer !== null || this.#keys.size > 0
  }

  /** Looks at a whole message of input that begins here. */
  see(bytes: Buffer, at: number): void {
    if (bytes[at] === kinds.pointer) this.#seePointer(bytes, at)
    else if (bytes[at] === kinds.key) this.#seeKey(bytes, at, 8, bytes.readUInt8(at + 1), bytes.readUInt32BE(at + 4))
    // The down flag has two bytes there; scancodes are told apart from keysyms by their sign.
    else if (bytes[at] === kinds.qemu)
      this.#seeKey(bytes, at, 12, bytes.readUInt16BE(at + 2), -1 - bytes.readUInt32BE(at + 8))
  }

  /** What lets go of everything. */
  release(): Buffer {
    const bytes = Buffer.concat([...this.#keys.values(), ...(this.#pointer === null ? [] : [this.#pointer])])
    this.#keys.clear()
    this.#pointer = null
    return bytes
  }

  #seeKey(bytes: Buffer, at: number, length: number, down: number, name: number): void {
    if (down === 0) this.#keys.delete(name)
    else if (!this.#keys.has(name) && this.#keys.size < mostKeys) {
      const up = Buffer.from(bytes.subarray(at, at + length))
      if (length === 8) up.writeUInt8(0, 1)
      else up.writeUInt16BE(0, 2)
      this.#keys.set(name, up)
    }
  }

  #seePointer(bytes: Buffer, at: number): void {
    const buttons = bytes.readUInt8(at + 1)
    const extended = (buttons & 0x80) !== 0
    if ((buttons & 0x7f) === 0 && !(extended && bytes.readUInt8(at + 6) !== 0)) {
      this.#pointer = null
      return
    }
    const up = Buffer.from(bytes.subarray(at, at + (extended ? 7 : 6)))
    up.writeUInt8(buttons & 0x80, 1)
    if (extended) up.writeUInt8(0, 6)
    this.#pointer = up
  }
}
