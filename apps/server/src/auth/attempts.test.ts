import { expect, it } from 'vitest'
import { Attempts, addressKey } from './attempts.ts'

it('refuses the eleventh failure within a minute, and says when to come back', () => {
  let now = 0
  const attempts = new Attempts(() => now)
  for (let i = 0; i < 10; i++, now += 1000) attempts.take('ann')
  expect(() => attempts.take('ann')).toThrow(expect.objectContaining({ code: 'TOO_MANY', data: { retryAfter: 50 } }))
  attempts.take('ben')
  now = 60_001
  attempts.take('ann')
  expect(() => attempts.take('ann')).toThrow()
})

it('does not count what succeeded, and counts what runs at the same time', () => {
  const attempts = new Attempts(() => 0)
  for (let i = 0; i < 50; i++) attempts.take('ann')()
  for (let i = 0; i < 10; i++) attempts.take('ann')
  expect(() => attempts.take('ann')).toThrow()
})

it('remembers no more keys than it must', () => {
  const attempts = new Attempts(() => 0)
  for (let i = 0; i < 10; i++) attempts.take('first')
  for (let i = 0; i < 20_000; i++) attempts.take(`address ${i}`)
  attempts.take('first')
})

it.each([
  ['127.0.0.1', 'address 127.0.0.1'],
  ['::ffff:10.0.0.7', 'address 10.0.0.7'],
  ['2001:db8:1:2:3:4:5:6', 'address 2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', 'address 2001:db8:1:2::/64'],
  ['2001:db8::9', 'address 2001:db8:0:0::/64'],
  ['::1', 'address 0:0:0:0::/64'],
  [null, 'address unknown'],
])('counts %s as %s', (address, key) => {
  expect(addressKey(address)).toBe(key)
})
