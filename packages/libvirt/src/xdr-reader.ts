import { ProtocolError } from './errors.ts'

/** A 64-bit integer: a number while it is exact (up to 2^53 - 1), a bigint beyond. */
export type Hyper = number | bigint

/** The longest string of libvirt's protocol, in bytes (REMOTE_STRING_MAX). */
export const stringLimit = 4_194_304

const twoTo32 = 0x1_0000_0000

/**
 * Reads XDR (RFC 4506) in the dialect of libvirt from a range of a buffer.
 * Each read checks its length against the bytes left and the protocol's limit, and throws a ProtocolError.
 */
export class XdrReader {
  readonly #buffer: Buffer
  readonly #end: number
  #at: number

  constructor(buffer: Buffer, start = 0, end = buffer.length) {
    this.#buffer = buffer
    this.#at = start
    this.#end = end
  }

  int(): number {
    return this.#buffer.readInt32BE(this.#take(4))
  }

  uint(): number {
    return this.#buffer.readUInt32BE(this.#take(4))
  }

  /** A signed 64-bit integer. */
  hyper(): Hyper {
    const at = this.#take(8)
    const high = this.#buffer.readInt32BE(at)
    if (high > 0x1f_ffff || high < -0x20_0000) return this.#buffer.readBigInt64BE(at)
    const value = high * twoTo32 + this.#buffer.readUInt32BE(at + 4)
    return Number.isSafeInteger(value) ? value : BigInt(value)
  }

  /** An unsigned 64-bit integer. */
  uhyper(): Hyper {
    const at = this.#take(8)
    const high = this.#buffer.readUInt32BE(at)
    if (high > 0x1f_ffff) return this.#buffer.readBigUInt64BE(at)
    return high * twoTo32 + this.#buffer.readUInt32BE(at + 4)
  }

  double(): number {
    return this.#buffer.readDoubleBE(this.#take(8))
  }

  bool(): boolean {
    return this.#below(2, 'a boolean') === 1
  }

  /** A signed C `char`: one word of four bytes, as XDR has nothing smaller. */
  char(): number {
    const value = this.int()
    if (value < -128 || value > 127) throw new ProtocolError('range', `a char has the value ${value}`)
    return value
  }

  uchar(): number {
    return this.#below(0x100, 'an unsigned char')
  }

  ushort(): number {
    return this.#below(0x1_0000, 'an unsigned short')
  }

  string(): string {
    const length = this.#length(stringLimit, 'string')
    const at = this.#packed(length)
    return this.#buffer.toString('utf8', at, at + length)
  }

  optionalString(): string | null {
    return this.bool() ? this.string() : null
  }

  /** Sixteen bytes as the usual text: lower case with dashes. */
  uuid(): string {
    const at = this.#take(16)
    const hex = this.#buffer.toString('hex', at, at + 16)
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  }

  /** `opaque<limit>`: a copy, so that keeping it does not keep the whole message. */
  opaque(limit: number): Uint8Array {
    const length = this.#length(limit, 'byte string')
    const at = this.#packed(length)
    return Uint8Array.from(this.#buffer.subarray(at, at + length))
  }

  /** `char<limit>` that holds bytes: a word of four bytes for each. */
  byteWords(limit: number): Uint8Array {
    return this.#words(this.#length(limit, 'list of bytes'))
  }

  /** `char<limit>` that holds a C string: cut at its NUL. */
  chars(limit: number): string {
    return untilNul(this.#words(this.#length(limit, 'list of characters')))
  }

  /** `char[length]` that holds a C string: cut at its NUL. */
  fixedChars(length: number): string {
    return untilNul(this.#words(length))
  }

  array<T>(limit: number, read: (reader: XdrReader) => T): T[] {
    // No type of the protocol takes less than four bytes.
    const length = this.count(limit, 4)
    const items: T[] = []
    for (let index = 0; index < length; index++) items.push(read(this))
    return items
  }

  /** The length of a list, of items of at least `itemSize` bytes: a lie about it is caught before anything is allocated. */
  count(limit: number, itemSize: number): number {
    const length = this.#length(limit, 'list')
    if (length * itemSize > this.#end - this.#at) this.#truncated(length * itemSize)
    return length
  }

  /** Reads these words of four bytes if they come next; else reads nothing. */
  takeIf(words: Int32Array): boolean {
    const at = this.#at
    if (words.length * 4 > this.#end - at) return false
    for (let index = 0; index < words.length; index++) {
      if (this.#buffer.readInt32BE(at + index * 4) !== words[index]) return false
    }
    this.#at = at + words.length * 4
    return true
  }

  optional<T>(read: (reader: XdrReader) => T): T | null {
    return this.bool() ? read(this) : null
  }

  /** All bytes that are left: a copy. */
  rest(): Buffer {
    const at = this.#take(this.#end - this.#at)
    return Buffer.from(this.#buffer.subarray(at, this.#end))
  }

  /** Throws unless every byte has been read. */
  end(): void {
    const left = this.#end - this.#at
    if (left > 0) throw new ProtocolError('trailing-bytes', `${left} bytes are left after the last field`)
  }

  #take(size: number): number {
    const at = this.#at
    if (size > this.#end - at) this.#truncated(size)
    this.#at = at + size
    return at
  }

  #packed(length: number): number {
    const padded = (length + 3) & ~3
    const at = this.#take(padded)
    for (let pad = at + length; pad < at + padded; pad++) {
      if (this.#buffer[pad] !== 0) throw new ProtocolError('padding', 'the bytes after a string are not zero')
    }
    return at
  }

  #words(length: number): Uint8Array {
    const at = this.#take(length * 4)
    const bytes = new Uint8Array(length)
    for (let index = 0; index < length; index++) bytes[index] = this.#buffer.readInt32BE(at + index * 4)
    return bytes
  }

  #length(limit: number, what: string): number {
    const length = this.uint()
    if (length > limit)
      throw new ProtocolError('over-limit', `a ${what} has the length ${length}; the limit is ${limit}`)
    return length
  }

  #below(bound: number, what: string): number {
    const value = this.uint()
    if (value >= bound) throw new ProtocolError('range', `${what} has the value ${value}`)
    return value
  }

  #truncated(size: number): never {
    throw new ProtocolError('truncated', `a field of ${size} bytes starts ${this.#end - this.#at} bytes before the end`)
  }
}

function untilNul(bytes: Uint8Array): string {
  const nul = bytes.indexOf(0)
  return Buffer.from(bytes.buffer, 0, nul < 0 ? bytes.length : nul).toString('utf8')
}
