/** The display said something that was not asked for: nothing after it can be understood. */
export class UnknownDisplayMessage extends Error {}

const serverInitBytes = 24
const encodings = { raw: 0, copyRect: 1, zlib: 6, zrle: 16, desktopSize: -223 } as const

/** Where in the display's words we are: what the next bytes mean, and how many of them must be there to tell. */
type Next =
  | { readonly what: 'init'; readonly need: number }
  | { readonly what: 'message' | 'head' | 'rectangle' | 'length'; readonly need: number }

interface Listener {
  /** The display's ServerInit, whole. */
  init(bytes: Buffer): void
  /** A piece of an update of the picture, in its order. Good until it returns. */
  picture(bytes: Buffer): void
  /** An update is whole. */
  updated(): void
}

const message = { what: 'message', need: 1 } as const

/**
 * Follows what a display says from its ServerInit on, without looking into any pixel: it passes on updates of the picture,
 * and drops bells and clipboards. RFC 6143, section 7.6.
 */
export class DisplayMessages {
  /** As the display said it last. */
  size = { width: 0, height: 0 }
  readonly #listener: Listener
  #next: Next = { what: 'init', need: serverInitBytes }
  #pending: Buffer = Buffer.alloc(0)
  /** Bytes to come whose meaning does not matter, and whether they are part of the picture. */
  #left = 0
  #keeps = false
  #rectangles = 0

  constructor(listener: Listener) {
    this.#listener = listener
  }

  /** Takes bytes as they come, cut anywhere. @throws {UnknownDisplayMessage} */
  feed(chunk: Buffer): void {
    let bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    this.#pending = Buffer.alloc(0)
    while (bytes.length > 0) {
      if (this.#left > 0) {
        const some = bytes.subarray(0, this.#left)
        if (this.#keeps) this.#listener.picture(some)
        this.#left -= some.length
        bytes = bytes.subarray(some.length)
        if (this.#left === 0) this.#rectangleOver()
        continue
      }
      if (bytes.length < this.#next.need) {
        this.#pending = Buffer.from(bytes)
        return
      }
      const { need } = this.#next
      const taken = this.#read(bytes.subarray(0, need), bytes)
      bytes = bytes.subarray(taken)
    }
  }

  /** Understands what is there; the answer is how many bytes that were. */
  #read(bytes: Buffer, all: Buffer): number {
    switch (this.#next.what) {
      case 'init':
        return this.#init(all)
      case 'message':
        return this.#message(bytes.readUInt8(0))
      case 'head':
        return this.#head(bytes)
      case 'rectangle':
        return this.#rectangle(bytes)
      case 'length':
        this.#listener.picture(bytes)
        this.#skip(bytes.readUInt32BE(0), true)
        return 4
    }
  }

  #init(bytes: Buffer): number {
    const whole = serverInitBytes + bytes.readUInt32BE(20)
    if (whole > 4096) throw new UnknownDisplayMessage('the name of the display is too long')
    if (bytes.length < whole) {
      this.#next = { what: 'init', need: whole }
      return 0
    }
    this.size = { width: bytes.readUInt16BE(0), height: bytes.readUInt16BE(2) }
    this.#next = message
    this.#listener.init(bytes.subarray(0, whole))
    return whole
  }

  #message(kind: number): number {
    if (kind === 0) this.#next = { what: 'head', need: 4 }
    else if (kind === 1) this.#next = { what: 'head', need: 6 }
    else if (kind === 2) return 1
    else if (kind === 3) this.#next = { what: 'head', need: 8 }
    else throw new UnknownDisplayMessage(`message ${kind}`)
    return 0
  }

  #head(bytes: Buffer): number {
    this.#next = message
    if (bytes[0] === 1) this.#skip(6 * bytes.readUInt16BE(4), false)
    else if (bytes[0] === 3) this.#skip(Math.abs(bytes.readInt32BE(4)), false)
    else {
      this.#rectangles = bytes.readUInt16BE(2)
      this.#listener.picture(bytes)
      this.#rectangleDone()
    }
    return bytes.length
  }

  #rectangle(bytes: Buffer): number {
    const [width, height, encoding] = [bytes.readUInt16BE(4), bytes.readUInt16BE(6), bytes.readInt32BE(8)]
    this.#rectangles--
    this.#listener.picture(bytes)
    if (encoding === encodings.zrle || encoding === encodings.zlib) this.#next = { what: 'length', need: 4 }
    else if (encoding === encodings.raw) this.#skip(width * height * 4, true)
    else if (encoding === encodings.copyRect) this.#skip(4, true)
    else if (encoding === encodings.desktopSize) {
      this.size = { width, height }
      this.#rectangleDone()
    } else throw new UnknownDisplayMessage(`encoding ${encoding}`)
    return bytes.length
  }

  #skip(length: number, keeps: boolean): void {
    this.#left = length
    this.#keeps = keeps
    if (length === 0) this.#rectangleOver()
  }

  /** What did not matter is over: a rectangle, or a message that is dropped. */
  #rectangleOver(): void {
    if (this.#keeps) this.#rectangleDone()
    else this.#next = message
  }

  #rectangleDone(): void {
    if (this.#rectangles > 0) {
      this.#next = { what: 'rectangle', need: 12 }
      return
    }
    this.#next = message
    this.#listener.updated()
  }
}
