import { hkdfSync, randomBytes } from 'node:crypto'
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartFailure, systemReason } from '../start-failure.ts'

/** Makes the data folder where it is missing; nobody else on the machine may look into it. */
export function prepareDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new StartFailure(
      `The data folder ${folder} (PORTHOLE_DATA) can not be written: ${systemReason(error)}. Choose another, or give this user the right to it.`,
      { cause: error },
    )
  }
}

/**
 * The key that session cookies are signed with. It lies beside the database, not in it: who has only a copy of the
 * database can make no cookie from it. Made at the first start.
 */
export function readSecret(folder: string): string {
  const file = join(folder, 'auth.key')
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') {
      throw new StartFailure(`The key ${file} can not be written: ${systemReason(error)}.`, { cause: error })
    }
  }
  let secret: string
  try {
    secret = readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new StartFailure(`The key ${file} can not be read: ${systemReason(error)}.`, { cause: error })
  }
  if (Buffer.from(secret, 'base64url').length < 32) {
    throw new StartFailure(`The key ${file} is damaged: put it back from a backup, or remove it and sign in anew.`)
  }
  return secret
}

/** A key of its own for each purpose, so that what one gives away is of no use to another. */
export function keyFor(purpose: 'audit' | 'secrets', secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'base64url'), '', `porthole ${purpose}`, 32))
}
