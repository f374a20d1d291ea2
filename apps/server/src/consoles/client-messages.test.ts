import { beforeEach, describe, expect, it } from 'vitest'
import { ClientMessages } from './client-messages.ts'
import { UnknownMessage } from './message-kinds.ts'

const hello = Buffer.from('RFB 003.008\n\x01\x01', 'latin1')
const key = Buffer.from([4, 1, 0, 0, 0, 0, 0, 0x61])
const pointer = Buffer.from([5, 1, 0, 10, 0, 20])
const extendedPointer = Buffer.from([5, 0x80, 0, 10, 0, 20, 1])
const encodings = Buffer.from([2, 0, 0, 2, 0, 0, 0, 7, 0, 0, 0, 0])
const update = Buffer.from([3, 1, 0, 0, 0, 0, 4, 0, 3, 0])
const pixelFormat = Buffer.concat([Buffer.from([0]), Buffer.alloc(19)])
const scancode = Buffer.from([255, 0, 0, 1, 0, 0, 0, 0x61, 0, 0, 0, 30])
const fence = Buffer.concat([Buffer.from([248, 0, 0, 0, 0, 0, 0, 1, 2]), Buffer.from('ab')])
const resize = Buffer.concat([Buffer.from([251, 0, 4, 0, 3, 0, 1, 0]), Buffer.alloc(16)])
const continuous = Buffer.concat([Buffer.from([150, 1]), Buffer.alloc(8)])
const sound = Buffer.from([255, 1, 0, 2, 3, 2, 0, 0, 0xac, 0x44, 255, 1, 0, 0, 255, 1, 0, 1])
const xvp = Buffer.from([250, 0, 1, 2])

function cutText(text: Buffer, length = text.length): Buffer {
  const head = Buffer.from([6, 0, 0, 0, 0, 0, 0, 0])
  head.writeInt32BE(length, 4)
  return Buffer.concat([head, text])
}

const all = Buffer.concat([
  pixelFormat,
  encodings,
  update,
  key,
  pointer,
  extendedPointer,
  scancode,
  cutText(Buffer.from('hello')),
  cutText(Buffer.from('\0\0\0\x01zz'), -6),
  fence,
  resize,
  continuous,
  sound,
  key,
])

let messages: ClientMessages
beforeEach(() => {
  messages = new ClientMessages()
})

it('keeps the handshake for itself and passes on every kind of message that noVNC sends', () => {
  expect(messages.feed(Buffer.concat([hello, all]))).toEqual(all)
  expect(messages.greeted).toBe(true)
})

it('does so one byte at a time', () => {
  const bytes = Buffer.concat([hello, all])
  const out = [...bytes].map(byte => Buffer.from(messages.feed(Buffer.from([byte]))))
  expect(Buffer.concat(out)).toEqual(all)
})

it('does so cut anywhere', () => {
  const bytes = Buffer.concat([hello, all])
  for (let cut = 0; cut <= bytes.length; cut++) {
    const half = new ClientMessages()
    const first = Buffer.from(half.feed(bytes.subarray(0, cut)))
    expect(Buffer.concat([first, half.feed(bytes.subarray(cut))])).toEqual(all)
  }
})

describe('once greeted', () => {
  beforeEach(() => {
    messages.feed(hello)
  })

  it.each([
    ['longer than 1 MiB', cutText(Buffer.alloc(1024 * 1024 + 1, 'x'))],
    ['extended and longer than 1 MiB', cutText(Buffer.alloc(1024 * 1024 + 1, 'x'), -(1024 * 1024 + 1))],
    ['extended and too short for its flags', cutText(Buffer.from('ab'), -2)],
  ])('drops a clipboard text that is %s, and only that', (_, text) => {
    const out = []
    const bytes = Buffer.concat([key, text, pointer])
    for (let at = 0; at < bytes.length; at += 65536)
      out.push(Buffer.from(messages.feed(bytes.subarray(at, at + 65536))))
    expect(Buffer.concat(out)).toEqual(Buffer.concat([key, pointer]))
  })

  it('keeps power for the acts that are audited', () => {
    expect(messages.feed(Buffer.concat([key, xvp, pointer]))).toEqual(Buffer.concat([key, pointer]))
  })

  it.each([
    [Buffer.from([1, 2, 3])],
    [Buffer.from([255, 1, 0, 3])],
    [Buffer.from([255, 2, 0, 0])],
    [Buffer.from('GET / HTTP/1.1')],
  ])('refuses %o', bytes => {
    expect(() => messages.feed(bytes)).toThrow(UnknownMessage)
  })
})

it.each(['RFB 003.003\n\x01', 'RFB 003.008\n\x02\x01', 'GET / HTTP/1.1', 'X'])('refuses the greeting %j', greeting => {
  expect(() => messages.feed(Buffer.from(greeting, 'latin1'))).toThrow(UnknownMessage)
})

describe('from somebody who does not control', () => {
  const looking = Buffer.concat([pixelFormat, encodings, update, fence, continuous, sound])

  it('passes on what it takes to look and to listen, and nothing else', () => {
    const viewer = new ClientMessages(false)
    let tries = 0
    viewer.onInput = () => tries++
    expect(viewer.feed(Buffer.concat([hello, all]))).toEqual(looking)
    expect(tries).toBe(8)
  })

  it('does so one byte at a time', () => {
    const viewer = new ClientMessages(false)
    const out = [...hello, ...all].map(byte => Buffer.from(viewer.feed(Buffer.from([byte]))))
    expect(Buffer.concat(out)).toEqual(looking)
  })

  it('lets go of what was held when control was taken', () => {
    messages.feed(Buffer.concat([hello, key, scancode, extendedPointer, pointer]))
    expect(messages.control(false)).toEqual(
      Buffer.from([4, 0, 0, 0, 0, 0, 0, 0x61, 255, 0, 0, 0, 0, 0, 0, 0x61, 0, 0, 0, 30, 5, 0, 0, 10, 0, 20]),
    )
    expect(messages.feed(Buffer.concat([key, update]))).toEqual(update)
    expect(messages.control(true)).toHaveLength(0)
    expect(messages.feed(key)).toEqual(key)
  })

  it('ends a text that has begun before it lets go', () => {
    const text = cutText(Buffer.from('hello'))
    messages.feed(Buffer.concat([hello, key, text.subarray(0, 10)]))
    expect(messages.control(false)).toHaveLength(0)
    expect(messages.feed(Buffer.concat([text.subarray(10), key]))).toEqual(
      Buffer.concat([text.subarray(10), Buffer.from([4, 0, 0, 0, 0, 0, 0, 0x61])]),
    )
  })
})
