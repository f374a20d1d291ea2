import { expect, test } from 'vitest'
import { saslprep } from './saslprep.ts'

// RFC 4013, section 3.
test.each([
  ['I\u00adX', 'IX'],
  ['user', 'user'],
  ['USER', 'USER'],
  ['\u00aa', 'a'],
  ['\u2168', 'IX'],
  ['a\u00a0b\u3000c', 'a b c'],
  ['ju\u0308rgen', 'jürgen'],
])('%j is prepared as %j', (text, prepared) => {
  expect(saslprep(text)).toBe(prepared)
})

test.each(['', '\u00ad', 'a\u0007', 'a\0b', 'a\ud800', 'a\ue000', 'a\ufdd0', 'a\u202eb', 'a\ufffd'])(
  '%j is refused',
  text => {
    expect(() => saslprep(text)).toThrow(RangeError)
  },
)
