import { expect, it } from 'vitest'
import { ago, sizeOfBytes, sizeOfKiB } from './format.ts'

it('writes sizes in the largest unit that leaves at least 1', () => {
  expect([512, 1024, 1536 * 1024, 4 * 1024 ** 2, 100 * 1024 ** 2].map(sizeOfKiB)).toEqual([
    '512 KiB',
    '1 MiB',
    '1.5 GiB',
    '4 GiB',
    '100 GiB',
  ])
  expect(sizeOfBytes(10 * 1024 ** 3)).toBe('10 GiB')
})

it('writes how long ago in one unit', () => {
  const now = Date.parse('2026-01-10T12:00:00Z')
  const before = (seconds: number) => ago(new Date(now - seconds * 1000).toISOString(), now)
  expect([0, 45, 60, 3599, 3600, 86_400 * 3].map(before)).toEqual(['just now', '40 s', '1 min', '59 min', '1 h', '3 d'])
  expect(before(-5)).toBe('just now')
})
