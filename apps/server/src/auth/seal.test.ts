import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { Seal } from './seal.ts'

const seal = new Seal(randomBytes(32))

it('opens what it closed, and shows nothing of it', () => {
  const sealed = seal.close('PRIVATE ü', 'host:1')
  expect(sealed).not.toContain('PRIVATE')
  expect(seal.close('PRIVATE ü', 'host:1')).not.toBe(sealed)
  expect(seal.open(sealed, 'host:1')).toBe('PRIVATE ü')
})

it('opens nothing with another key, for another row, or that was changed', () => {
  const sealed = seal.close('PRIVATE', 'host:1')
  expect(new Seal(randomBytes(32)).open(sealed, 'host:1')).toBeNull()
  expect(seal.open(sealed, 'host:2')).toBeNull()
  const [mark, iv, tag, body = ''] = sealed.split('.')
  const flipped = Buffer.from(body, 'base64url').map((byte, i) => (i === 0 ? byte ^ 1 : byte))
  expect(seal.open([mark, iv, tag, Buffer.from(flipped).toString('base64url')].join('.'), 'host:1')).toBeNull()
  // A shorter tag would be easier to guess.
  expect(seal.open([mark, iv, tag?.slice(0, 6), body].join('.'), 'host:1')).toBeNull()
  for (const odd of ['', 'v1', 'v1...', 'v2.a.b.c', 'plain text']) expect(seal.open(odd, 'host:1')).toBeNull()
})
