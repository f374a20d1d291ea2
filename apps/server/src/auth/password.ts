import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/**
 * 32 MiB and about a third of a second: one of the equal settings of OWASP's password storage cheat sheet.
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt
 */
const strong = { N: 2 ** 15, r: 8, p: 3 }

/** Hashing shares four threads with the file system and name look-ups: a flood of sign-ins must not take them all. */
const atOnce = 2
let free = atOnce
const waiting: (() => void)[] = []

/** A hash says what it cost, so that a stronger setting later leaves the old ones valid. */
export async function hashPassword(password: string, cost = strong): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, 32, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const [name, N, r, p, salt = '', key = ''] = hash.split('$')
  if (name !== 'scrypt') return false
  const expected = Buffer.from(key, 'base64url')
  const options = { N: Number(N), r: Number(r), p: Number(p) }
  const actual = await derive(password, Buffer.from(salt, 'base64url'), expected.length, options)
  return timingSafeEqual(actual, expected)
}

async function derive(password: string, salt: Buffer, length: number, options: ScryptOptions): Promise<Buffer> {
  if (free > 0) free--
  else await new Promise<void>(resolve => waiting.push(resolve))
  try {
    return await new Promise((resolve, reject) =>
      // The same letters typed on another system may be composed of other code points.
      scrypt(password.normalize('NFKC'), salt, length, { ...options, maxmem: 2 ** 27 }, (error, key) =>
        error ? reject(error) : resolve(key),
      ),
    )
  } finally {
    const next = waiting.shift()
    if (next) next()
    else free++
  }
}
