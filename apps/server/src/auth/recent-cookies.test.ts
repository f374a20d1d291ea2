import { expect, test } from 'vitest'
import { RecentCookies } from './recent-cookies.ts'

test('knows a cookie for a second after the database was asked', () => {
  let now = 0
  const recent = new RecentCookies<string>(() => now)
  const asked = recent.asking()
  now = 400
  asked.keep('a', 'Ann')
  expect(recent.get('a')).toBe('Ann')
  expect(recent.get('b')).toBeUndefined()
  now = 1000
  expect(recent.get('a')).toBeUndefined()
})

test('an answer that was on its way when a session ended is not kept', () => {
  const recent = new RecentCookies<string>()
  const before = recent.asking()
  recent.asking().keep('a', 'Ann')
  recent.forget()
  before.keep('b', 'Bob')
  expect(recent.get('a')).toBeUndefined()
  expect(recent.get('b')).toBeUndefined()
})
