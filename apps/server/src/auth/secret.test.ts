import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { prepareDataFolder, readSecret } from './secret.ts'

const folder = mkdtempSync(join(tmpdir(), 'porthole-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('makes the folder and a key that only its owner may read, once', () => {
  const data = join(folder, 'a', 'data')
  prepareDataFolder(data)
  const secret = readSecret(data)
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
  expect(statSync(data).mode & 0o777).toBe(0o700)
  expect(statSync(join(data, 'auth.key')).mode & 0o777).toBe(0o600)
  expect(readSecret(data)).toBe(secret)
})

it('says what is wrong with a folder that can not be', () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  expect(() => prepareDataFolder(join(file, 'data'))).toThrow(/^The data folder .*PORTHOLE_DATA.*not a folder/)
})

it('refuses a key that is too short to be one', () => {
  const data = join(folder, 'b')
  prepareDataFolder(data)
  writeFileSync(join(data, 'auth.key'), 'short')
  expect(() => readSecret(data)).toThrow(/damaged/)
  expect(readFileSync(join(data, 'auth.key'), 'utf8')).toBe('short')
})
