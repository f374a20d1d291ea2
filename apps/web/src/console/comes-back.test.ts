import { ORPCError } from '@orpc/client'
import { errorCodes } from '@porthole/contract'
import { expect, it } from 'vitest'
import { comesBack } from './comes-back.ts'

it('tries a console again that something is in the way of, and not one that was refused for good', () => {
  const back = Object.entries(errorCodes)
    .filter(([code, { status }]) => comesBack(new ORPCError(code, { status })))
    .map(([code]) => code)
  expect(back).toEqual(expect.arrayContaining(['TOO_MANY', 'WRONG_STATE', 'NO_CONSOLE', 'NOT_FOUND', 'INTERNAL']))
  for (const code of ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'GUEST_LINK_INVALID']) expect(back).not.toContain(code)
  expect(comesBack(new TypeError('Failed to fetch'))).toBe(true)
})
