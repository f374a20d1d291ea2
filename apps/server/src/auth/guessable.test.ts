import { expect, it } from 'vitest'
import { refuseGuessable } from './guessable.ts'

const known = ['Ann Operator', 'ann@example.org']

it.each([
  ...['password1234', 'qwertyuiop12', 'Passw0rd2024!', '123456789012', 'passwordpassword', 'aaaaaaaaaaaa'],
  ...['ann@example.org', 'porthole12345', 'abcdefghijkl', 'iloveyou1234', 'operator2026', 'annoperator1'],
])('refuses %s', password => {
  expect(() => refuseGuessable(password, known)).toThrow(
    expect.objectContaining({
      code: 'BAD_INPUT',
      data: { issues: [{ path: 'password', message: expect.any(String) }] },
    }),
  )
})

it.each(['correct horse battery', 'quite a new password', 'x8Kp#2vQz!mR', 'p'.repeat(3).concat(' lamp under violet')])(
  'takes %s',
  password => {
    expect(() => refuseGuessable(password, known)).not.toThrow()
  },
)
