import { expect, it } from 'vitest'
import { hashPassword, verifyPassword } from './password.ts'

it('knows the password again, and no other', async () => {
  const hash = await hashPassword('correct horse battery')
  expect(hash).toMatch(/^scrypt\$32768\$8\$3\$/)
  expect(await verifyPassword({ hash, password: 'correct horse battery' })).toBe(true)
  expect(await verifyPassword({ hash, password: 'correct horse batterz' })).toBe(false)
})

it('salts: the same password has two hashes', async () => {
  const [one, two] = await Promise.all([hashPassword('correct horse battery'), hashPassword('correct horse battery')])
  expect(one).not.toBe(two)
})

it('takes letters composed in another way for the same', async () => {
  const hash = await hashPassword('caf\u00e9 au lait ok')
  expect(await verifyPassword({ hash, password: 'cafe\u0301 au lait ok' })).toBe(true)
})

it('takes no hash of another kind', async () => {
  expect(await verifyPassword({ hash: 'plain', password: 'plain' })).toBe(false)
})

it('lets each of many wait its turn', async () => {
  const hashes = await Promise.all(Array.from({ length: 5 }, (_, i) => hashPassword(`password number ${i}`)))
  expect(new Set(hashes).size).toBe(5)
})
