import { expect, it } from 'vitest'
import { written } from './written.ts'

it.each([
  ['a letter', 'x', 'xl', { taken: 0, added: 'l' }],
  ['a letter taken back', 'xls', 'xl', { taken: 1, added: '' }],
  ['a word that was guessed anew', 'teh', 'the ', { taken: 2, added: 'he ' }],
  ['a sign of two code units', 'a', 'a😀', { taken: 0, added: '😀' }],
  ['nothing', 'ls', 'ls', { taken: 0, added: '' }],
])('finds %s', (_, before, after, change) => {
  expect(written(before, after)).toEqual(change)
})
