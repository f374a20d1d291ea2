import type { Hyper } from './xdr-reader.ts'
import { stringLimit } from './xdr-reader.ts'

const startSize = 4096
const keepSize = 262_144
const uuidPattern = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i

/**
 * Writes XDR (RFC 4506) in the dialect of libvirt into a buffer that it grows and uses again.
 * A value that the wire cannot carry is the caller's mistake: TypeError or RangeError.
 */
export class XdrWriter {
  #buffer = Buffer.allocUnsafe(startSize)
  #at = 0

  int(value: number): void {
    if (!Number.isInteger(value) || value < -0x8000_0000 || value > 0x7fff_ffff) this.#refuse('a 32-bit integer', value)
    const at = this.#grow(4)
    this.#buffer.writeInt32BE(value, at)
  }

  uint(value: number): void {
    if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) this.#refuse('an unsigned 32-bit integer', value)
    const at = this.#grow(4)
    this.#buffer.writeUInt32BE(value, at)
  }

  hyper(value: Hyper): void {
    const exact = this.#exact(value)
    if (BigInt.asIntN(64, exact) !== exact) this.#refuse('a 64-bit integer', value)
    const at = this.#grow(8)
    this.#buffer.writeBigInt64BE(exact, at)
  }

  uhyper(value: Hyper): void {
    const exact = this.#exact(value)
    if (BigInt.asUintN(64, exact) !== exact) this.#refuse('an unsigned 64-bit integer', value)
    const at = this.#grow(8)
    this.#buffer.writeBigUInt64BE(exact, at)
  }

  double(value: number): void {
    if (typeof value !== 'number') this.#refuse('a number', value)
    const at = this.#grow(8)
    this.#buffer.writeDoubleBE(value, at)
  }

  bool(value: boolean): void {
    this.uint(value ? 1 : 0)
  }

  char(value: number): void {
    this.int(value)
  }

  uchar(value: number): void {
    this.uint(value)
  }

  ushort(value: number): void {
    this.uint(value)
  }

  string(value: string): void {
    if (typeof value !== 'string') this.#refuse('a string', value)
    const length = Buffer.byteLength(value, 'utf8')
    this.#within(length, stringLimit)
    const at = this.#packed(length)
    this.#buffer.write(value, at, 'utf8')
  }

  optionalString(value: string | null): void {
    this.optional(value, writeString)
  }

  uuid(value: string): void {
    if (typeof value !== 'string' || !uuidPattern.test(value)) this.#refuse('a UUID', value)
    const at = this.#grow(16)
    this.#buffer.write(value.replaceAll('-', ''), at, 'hex')
  }

  opaque(value: Uint8Array, limit: number): void {
    if (!(value instanceof Uint8Array)) this.#refuse('bytes', value)
    this.#within(value.length, limit)
    const at = this.#packed(value.length)
    this.#buffer.set(value, at)
  }

  byteWords(value: Uint8Array, limit: number): void {
    if (!(value instanceof Uint8Array)) this.#refuse('bytes', value)
    this.#within(value.length, limit)
    this.uint(value.length)
    for (const byte of value) this.int((byte << 24) >> 24)
  }

  chars(value: string, limit: number): void {
    this.byteWords(Buffer.from(`${value}\0`, 'utf8'), limit)
  }

  fixedChars(value: string, length: number): void {
    const bytes = Buffer.alloc(length)
    bytes.write(value, 'utf8')
    for (const byte of bytes) this.int((byte << 24) >> 24)
  }

  array<T>(items: readonly T[], limit: number, write: (writer: XdrWriter, item: T) => void): void {
    if (!Array.isArray(items)) this.#refuse('an array', items)
    this.#within(items.length, limit)
    this.uint(items.length)
    for (const item of items) write(this, item)
  }

  optional<T>(value: T | null, write: (writer: XdrWriter, value: T) => void): void {
    this.bool(value !== null)
    if (value !== null) write(this, value)
  }

  /** Bytes that are XDR already. */
  raw(bytes: Uint8Array): void {
    const at = this.#grow(bytes.length)
    this.#buffer.set(bytes, at)
  }

  /** Leaves room that the caller fills when the message is whole, such as the header of a frame. */
  skip(size: number): void {
    this.#grow(size)
  }

  /** Everything written since the last call, as a buffer of its own. */
  finish(): Buffer {
    const bytes = Buffer.from(this.#buffer.subarray(0, this.#at))
    this.reset()
    return bytes
  }

  /** Forgets what was written, for instance after a value was refused halfway. */
  reset(): void {
    this.#at = 0
    if (this.#buffer.length > keepSize) this.#buffer = Buffer.allocUnsafe(startSize)
  }

  #packed(length: number): number {
    this.uint(length)
    const padded = (length + 3) & ~3
    const at = this.#grow(padded)
    this.#buffer.fill(0, at + length, at + padded)
    return at
  }

  #grow(size: number): number {
    const at = this.#at
    const needed = at + size
    if (needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2))
      this.#buffer.copy(larger, 0, 0, at)
      this.#buffer = larger
    }
    this.#at = needed
    return at
  }

  #within(length: number, limit: number): void {
    if (length > limit) throw new RangeError(`a value has the length ${length}; libvirt's limit is ${limit}`)
  }

  #exact(value: Hyper): bigint {
    if (typeof value === 'bigint') return value
    if (!Number.isSafeInteger(value)) this.#refuse('an exact integer (use a bigint beyond 2^53)', value)
    return BigInt(value)
  }

  #refuse(expected: string, value: unknown): never {
    throw new TypeError(
      `expected ${expected}, got ${typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : String(value)}`,
    )
  }
}

const writeString = (writer: XdrWriter, value: string): void => writer.string(value)
