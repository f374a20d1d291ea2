/** Larger texts are dropped: QEMU had several holes with clipboards (CVE-2022-3165, CVE-2023-3255, CVE-2023-6683). */
const largestText = 1024 * 1024

/** The browser's half of the handshake: version (12), the choice of None, ClientInit. The server needs no word of it. */
const greeting = Buffer.from('RFB 003.008\n\x01', 'latin1')
const greetingLength = greeting.length + 1

/** The browser sent what is no RFB message that Porthole knows: nothing after it can be trusted. */
export class UnknownMessage extends Error {}

/**
 * What a browser may send to a guest: whole RFB messages of known kinds. RFC 6143, section 7.5, and
 * https://github.com/rfbproto/rfbproto/blob/master/rfbproto.rst for those beyond it.
 */
export class ClientMessages {
  #pending: Buffer = Buffer.alloc(0)
  #greeted = false
  #left = 0
  #dropping = false

  /** True once the browser has done its half of the handshake. */
  get greeted(): boolean {
    return this.#greeted
  }

  /** Takes bytes as they come, cut anywhere; gives those that go on to the guest. @throws {UnknownMessage} */
  feed(chunk: Buffer): Buffer {
    let bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    this.#pending = Buffer.alloc(0)
    if (!this.#greeted) {
      if (!bytes.subarray(0, greeting.length).equals(greeting.subarray(0, bytes.length))) throw new UnknownMessage()
      if (bytes.length < greetingLength) return this.#wait(bytes)
      this.#greeted = true
      bytes = bytes.subarray(greetingLength)
    }
    return this.#sift(bytes)
  }

  #sift(bytes: Buffer): Buffer {
    const kept: Buffer[] = []
    for (let at = 0; at < bytes.length; ) {
      if (this.#left === 0) {
        const length = messageLength(bytes.subarray(at))
        if (length === null) {
          this.#wait(bytes.subarray(at))
          break
        }
        this.#left = length
        this.#dropping = isBadText(bytes.subarray(at))
      }
      const end = Math.min(bytes.length, at + this.#left)
      if (!this.#dropping) kept.push(bytes.subarray(at, end))
      this.#left -= end - at
      at = end
    }
    return kept.length === 1 && kept[0] !== undefined ? kept[0] : Buffer.concat(kept)
  }

  #wait(bytes: Buffer): Buffer {
    this.#pending = Buffer.from(bytes)
    return Buffer.alloc(0)
  }
}

const cutText = 6
/** Messages of one length, by type: pixel format, update request, key, xvp, continuous updates. */
const fixed: Readonly<Record<number, number>> = { 0: 20, 3: 10, 4: 8, 150: 10, 250: 4 }

/** The length of the message that begins here; null when more bytes are needed to know. */
function messageLength(bytes: Buffer): number | null {
  const type = bytes[0] ?? 0
  const length = fixed[type]
  if (length !== undefined) return length
  const has = (count: number) => bytes.length >= count
  switch (type) {
    case 2: // SetEncodings
      return has(4) ? 4 + 4 * bytes.readUInt16BE(2) : null
    case 5: // PointerEvent; with the marker bit it has a second byte of buttons
      return has(2) ? (bytes.readUInt8(1) & 0x80 ? 7 : 6) : null
    case cutText:
      return has(8) ? 8 + Math.abs(bytes.readInt32BE(4)) : null
    case 248: // ClientFence
      return has(9) ? 9 + bytes.readUInt8(8) : null
    case 251: // SetDesktopSize
      return has(8) ? 8 + 16 * bytes.readUInt8(6) : null
    case 255: // QEMU: extended key event; sound is not offered to browsers
      if (!has(2)) return null
      if (bytes.readUInt8(1) === 0) return 12
  }
  throw new UnknownMessage()
}

/** A text that is too long, or an extended clipboard message (negative length) too short for its own flags. */
function isBadText(bytes: Buffer): boolean {
  if (bytes[0] !== cutText) return false
  const length = bytes.readInt32BE(4)
  return Math.abs(length) > largestText || (length < 0 && length > -4)
}
