import { expect, it } from 'vitest'
import * as z from 'zod/mini'
import { strict } from './strict.ts'

const Input = z.object({
  id: z.guid(),
  disk: z.optional(z.nullable(z.object({ size: z.int().check(z.minimum(1)) }))),
  boot: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('disk') }),
    z.object({ kind: z.literal('kernel'), path: z.string() }),
  ]),
  tags: z._default(z.array(z.object({ name: z.string() })), []),
})
const input = { id: '00000000-0000-0000-0000-000000000001', boot: { kind: 'disk' } }
const parse = (value: unknown) => z.safeParse(strict(Input), value)

it('takes what the schema takes, with its defaults', () => {
  expect(parse(input).data).toEqual({ ...input, tags: [] })
  expect(parse({ ...input, disk: { size: 1 }, tags: [{ name: 'a' }] }).success).toBe(true)
  expect(parse({ ...input, disk: { size: 0 } }).success).toBe(false)
})

it.each([
  ['at the top', { ...input, role: 'administrator' }],
  ['in an object', { ...input, disk: { size: 1, path: '/etc/shadow' } }],
  ['of another choice', { ...input, boot: { kind: 'disk', path: '/etc/shadow' } }],
  ['in a list', { ...input, tags: [{ name: 'a', grants: true }] }],
])('refuses a field %s that the schema does not name', (_, value) => {
  expect(z.safeParse(Input, value).success).toBe(true)
  expect(parse(value).success).toBe(false)
})
