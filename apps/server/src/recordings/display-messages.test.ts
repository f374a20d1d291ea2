import { expect, it } from 'vitest'
import { DisplayMessages, UnknownDisplayMessage } from './display-messages.ts'

const init = Buffer.concat([
  Buffer.from([0, 40, 0, 30]),
  Buffer.alloc(16),
  Buffer.from([0, 0, 0, 2]),
  Buffer.from('vm'),
])
const rectangle = (encoding: number, body: Buffer, width = 2, height = 1) => {
  const header = Buffer.alloc(12)
  header.writeUInt16BE(width, 4)
  header.writeUInt16BE(height, 6)
  header.writeInt32BE(encoding, 8)
  return Buffer.concat([header, body])
}
const measured = (bytes: string) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), Buffer.from(bytes)])
const update = (...rectangles: Buffer[]) => Buffer.concat([Buffer.from([0, 0, 0, rectangles.length]), ...rectangles])

const first = update(rectangle(16, measured('packed')), rectangle(6, measured('')), rectangle(0, Buffer.alloc(8, 7)))
const second = update(rectangle(1, Buffer.from([0, 1, 0, 1])), rectangle(-223, Buffer.alloc(0), 80, 60))
const bell = Buffer.from([2])
const clipboard = Buffer.from([3, 0, 0, 0, 0, 0, 0, 6, ...Buffer.from('s3cret')])
const colours = Buffer.from([1, 0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6])
const all = Buffer.concat([init, first, bell, clipboard, colours, second, update()])

function follow(cut: number) {
  const said = { init: 0, updates: 0, picture: [] as Buffer[] }
  const messages = new DisplayMessages({
    init: bytes => {
      expect(bytes.equals(init)).toBe(true)
      said.init++
    },
    picture: bytes => void said.picture.push(Buffer.from(bytes)),
    updated: () => void said.updates++,
  })
  for (let at = 0; at < all.length; at += cut) messages.feed(all.subarray(at, at + cut))
  return { ...said, picture: Buffer.concat(said.picture), size: messages.size }
}

it.each([1, 2, 3, 5, 7, 11, 12, 13, all.length])(
  'passes on each byte of the picture and nothing else, cut into pieces of %d bytes',
  cut => {
    const said = follow(cut)
    expect(said).toMatchObject({ init: 1, updates: 3, size: { width: 80, height: 60 } })
    expect(said.picture.equals(Buffer.concat([first, second, update()]))).toBe(true)
    expect(said.picture.includes('s3cret')).toBe(false)
  },
)

it('gives up where the display says what nobody asked for', () => {
  const messages = new DisplayMessages({ init() {}, picture() {}, updated() {} })
  messages.feed(init)
  expect(() => messages.feed(Buffer.from([150, 0, 0, 0]))).toThrow(UnknownDisplayMessage)
  const tight = new DisplayMessages({ init() {}, picture() {}, updated() {} })
  tight.feed(init)
  expect(() => tight.feed(update(rectangle(7, Buffer.alloc(3))))).toThrow(UnknownDisplayMessage)
})
