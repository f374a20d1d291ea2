import { describe, expect, test } from 'vitest'
import { recordedFrames } from '../test/recorded/frames.ts'
import { ProtocolError } from './errors.ts'
import { frameLimit } from './frame.ts'
import { FrameSplitter } from './frame-splitter.ts'

const frames = recordedFrames('test-driver.txt').map(frame => frame.bytes)
const stream = Buffer.concat(frames)

function split(...chunks: Buffer[]): Buffer[] {
  const splitter = new FrameSplitter()
  const found: Buffer[] = []
  for (const chunk of chunks) splitter.push(chunk, frame => found.push(frame))
  expect(splitter.midFrame).toBe(false)
  return found
}

const same = (found: Buffer[]) =>
  found.length === frames.length && found.every((frame, at) => frame.equals(frames[at] ?? stream))

describe('a recorded conversation', () => {
  test('in one chunk', () => {
    expect(split(stream)).toEqual(frames)
  })

  test('a chunk for each frame', () => {
    expect(split(...frames)).toEqual(frames)
  })

  test('one byte at a time', () => {
    expect(split(...Array.from(stream, (_, at) => stream.subarray(at, at + 1)))).toEqual(frames)
  })

  test('cut in two at every position', () => {
    for (let at = 0; at <= stream.length; at++) {
      expect(same(split(stream.subarray(0, at), stream.subarray(at)))).toBe(true)
    }
  })

  test('cut into chunks of every small size', () => {
    for (let size = 1; size < 70; size++) {
      const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, i) =>
        stream.subarray(i * size, (i + 1) * size),
      )
      expect(same(split(...chunks))).toBe(true)
    }
  })
})

const lengthWord = (length: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(length)
  return bytes
}

test.each([0, 4, 27, frameLimit + 1, 2 ** 31, 2 ** 32 - 1])(
  'a length of %d is refused before anything else',
  length => {
    const fault = expect.objectContaining({ name: 'ProtocolError', fault: 'frame-length' })
    expect(() => split(lengthWord(length))).toThrow(fault)
    expect(() => split(...Array.from(lengthWord(length), byte => Buffer.from([byte])))).toThrow(ProtocolError)
  },
)

test('a frame of the largest length, in chunks of 64 KiB, is copied a bounded number of times', () => {
  const frame = Buffer.alloc(frameLimit)
  frame.writeUInt32BE(frameLimit)
  frame.writeUInt32BE(0xdecade, frameLimit - 4)
  const chunks = Array.from({ length: Math.ceil(frameLimit / 65_536) }, (_, i) =>
    frame.subarray(i * 65_536, (i + 1) * 65_536),
  )
  const [found, ...rest] = split(...chunks)
  expect(rest).toEqual([])
  expect(found?.equals(frame)).toBe(true)
})

test('an announced length takes no memory before the bytes come', () => {
  const before = process.memoryUsage().arrayBuffers
  const splitters = Array.from({ length: 64 }, () => {
    const splitter = new FrameSplitter()
    splitter.push(Buffer.concat([lengthWord(frameLimit), Buffer.alloc(100)]), () => {})
    return splitter
  })
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(splitters.length * 256 * 1024)
})
