import { expect, it } from 'vitest'
import { returnPath, signInPath } from './return-path.ts'

it.each(['/', '/vms/1/console?host=a#x', '/?q=web'])('goes back to %s', path => {
  expect(returnPath(path)).toBe(path)
})

it.each([
  null,
  '',
  'vms',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '\\\\evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
])('does not follow %j', from => {
  expect(returnPath(from)).toBe('/')
})

it('survives the way through the address', () => {
  const from = '/vms/1?host=a&b=c'
  expect(new URL(signInPath(from), 'http://x').searchParams.get('from')).toBe(from)
})
