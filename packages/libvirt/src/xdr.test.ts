import { describe, expect, test } from 'vitest'
import { XdrReader } from './xdr-reader.ts'
import { XdrWriter } from './xdr-writer.ts'

const reading = (hex: string) => new XdrReader(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
const written = (write: (writer: XdrWriter) => void) => {
  const writer = new XdrWriter()
  write(writer)
  return writer.finish().toString('hex')
}
const fault = (name: string) => expect.objectContaining({ name: 'ProtocolError', fault: name })

describe('reading', () => {
  test('64-bit integers are numbers while exact', () => {
    expect(reading('001fffff ffffffff').uhyper()).toBe(Number.MAX_SAFE_INTEGER)
    expect(reading('00200000 00000000').uhyper()).toBe(2n ** 53n)
    expect(reading('ffffffff ffffffff').uhyper()).toBe(2n ** 64n - 1n)
    expect(reading('ffffffff ffffffff').hyper()).toBe(-1)
    expect(reading('ffe00000 00000001').hyper()).toBe(Number.MIN_SAFE_INTEGER)
    expect(reading('ffe00000 00000000').hyper()).toBe(-(2n ** 53n))
    expect(reading('80000000 00000000').hyper()).toBe(-(2n ** 63n))
  })

  test('null and an empty string differ', () => {
    expect(reading('00000000').optionalString()).toBe(null)
    expect(reading('00000001 00000000').optionalString()).toBe('')
  })

  test('strings are UTF-8 and padded', () => {
    const reader = reading('00000005 4772c3bc 65000000 00000007')
    expect(reader.string()).toBe('Grüe')
    expect(reader.int()).toBe(7)
  })

  test.each([
    ['a word that is cut off', '000000', 'truncated', (r: XdrReader) => r.int()],
    ['a hyper that is cut off', '00000000 000000', 'truncated', (r: XdrReader) => r.hyper()],
    ['a UUID that is cut off', '6695eb01 f6a48304 79aa97f2', 'truncated', (r: XdrReader) => r.uuid()],
    ['a string longer than its message', '00000008 41414141', 'truncated', (r: XdrReader) => r.string()],
    ['a string without its padding', '00000005 41414141 41', 'truncated', (r: XdrReader) => r.string()],
    ['a string over the limit', '00400001', 'over-limit', (r: XdrReader) => r.string()],
    ['a string of 4 GiB', 'ffffffff', 'over-limit', (r: XdrReader) => r.string()],
    ['padding that is not zero', '00000001 41000001', 'padding', (r: XdrReader) => r.string()],
    [
      'a list over its limit',
      '00000003 00000000 00000000 00000000',
      'over-limit',
      (r: XdrReader) => r.array(2, i => i.int()),
    ],
    [
      'a list longer than its message',
      '00004000 00000000',
      'truncated',
      (r: XdrReader) => r.array(16_384, i => i.int()),
    ],
    ['bytes over their limit', '00000005 4141414141000000', 'over-limit', (r: XdrReader) => r.opaque(4)],
    ['char words that are cut off', '00000002 00000041', 'truncated', (r: XdrReader) => r.chars(10)],
    ['a boolean of 2', '00000002', 'range', (r: XdrReader) => r.bool()],
    ['an unsigned char of 256', '00000100', 'range', (r: XdrReader) => r.uchar()],
    ['an unsigned short of 65536', '00010000', 'range', (r: XdrReader) => r.ushort()],
    ['a char of 128', '00000080', 'range', (r: XdrReader) => r.char()],
    ['bytes after the end', '00000000', 'trailing-bytes', (r: XdrReader) => r.end()],
  ])('%s is a fault', (_what, hex, name, read) => {
    expect(() => read(reading(hex))).toThrow(fault(name))
  })

  test('does not see past the end it was given', () => {
    const reader = new XdrReader(Buffer.from('0000000100000002', 'hex'), 0, 4)
    expect(reader.int()).toBe(1)
    expect(() => reader.int()).toThrow(fault('truncated'))
  })
})

describe('writing', () => {
  test('grows as needed and starts afresh', () => {
    const writer = new XdrWriter()
    const texts = Array.from({ length: 200 }, (_, index) => 'ä'.repeat(index * 50))
    writer.array(texts, 200, (w, item) => w.string(item))
    const reader = new XdrReader(writer.finish())
    expect(reader.array(200, r => r.string())).toEqual(texts)
    reader.end()
    writer.int(-1)
    expect(writer.finish().toString('hex')).toBe('ffffffff')
  })

  test.each([1, 4093, 300_000, 4_194_304])('a string of %d bytes is written whole', length => {
    const value = 'x'.repeat(length - 1).concat('y')
    const writer = new XdrWriter()
    writer.string(value)
    expect(new XdrReader(writer.finish()).string() === value).toBe(true)
  })

  test('64-bit integers take numbers and bigints', () => {
    expect(written(w => w.hyper(-1))).toBe('ffffffffffffffff')
    expect(written(w => w.uhyper(2n ** 64n - 1n))).toBe('ffffffffffffffff')
    expect(written(w => w.uhyper(4_294_967_296))).toBe('0000000100000000')
  })

  test('a UUID is taken with and without dashes, in either case', () => {
    const bytes = '6695eb01f6a4830479aa97f2502e193f'
    expect(written(w => w.uuid('6695eb01-f6a4-8304-79aa-97f2502e193f'))).toBe(bytes)
    expect(written(w => w.uuid(bytes.toUpperCase()))).toBe(bytes)
  })

  test.each([
    ['a fraction', (w: XdrWriter) => w.int(1.5)],
    ['an int beyond 32 bits', (w: XdrWriter) => w.int(2 ** 31)],
    ['a negative unsigned', (w: XdrWriter) => w.uint(-1)],
    ['an inexact number', (w: XdrWriter) => w.uhyper(2 ** 53)],
    ['a hyper beyond 64 bits', (w: XdrWriter) => w.hyper(2n ** 63n)],
    ['a negative uhyper', (w: XdrWriter) => w.uhyper(-1)],
    ['no string', (w: XdrWriter) => w.string(undefined as unknown as string)],
    ['no UUID', (w: XdrWriter) => w.uuid('6695eb01')],
    ['no bytes', (w: XdrWriter) => w.opaque('text' as unknown as Uint8Array, 10)],
    ['no list', (w: XdrWriter) => w.array({} as unknown as number[], 10, (x, n) => x.int(n))],
    ['too long a string', (w: XdrWriter) => w.string('x'.repeat(4_194_305))],
    ['too long a list', (w: XdrWriter) => w.array([1, 2, 3], 2, (x, n) => x.int(n))],
    ['too many bytes', (w: XdrWriter) => w.opaque(new Uint8Array(5), 4)],
  ])('%s is refused', (_what, write) => {
    expect(() => write(new XdrWriter())).toThrow(/expected|limit/)
  })
})
