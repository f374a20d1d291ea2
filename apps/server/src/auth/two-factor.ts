import { createHash } from 'node:crypto'
import { APIError } from 'better-auth/api'
import type { betterAuth } from 'better-auth/minimal'
import type { Database } from '../database/open-database.ts'
import { Fault } from '../fault.ts'
import type { betterAuthOptions } from './better-auth.ts'

type Api = ReturnType<typeof betterAuth<ReturnType<typeof betterAuthOptions>>>['api']

/** A code of an app is good for its half minute and the one before and after. */
const goodForMs = 90_000
const used = 'a code that was used'

/** A second step beside the password: codes of an app, and recovery codes for when it is lost. */
export class TwoFactor {
  readonly #api: Api
  readonly #database: Database

  constructor(api: Api, database: Database) {
    this.#api = api
    this.#database = database
  }

  /** The second step of signing in. The answer is the session's cookies. @throws {Fault} WRONG_CODE */
  async pass(email: string, code: string, headers: Headers): Promise<readonly string[]> {
    const isOfApp = /^\d{6}$/.test(code)
    if (isOfApp) await this.#claim(email.toLowerCase(), code)
    return wrongCode(async () => {
      const options = { body: { code }, headers, returnHeaders: true } as const
      const passed = isOfApp ? await this.#api.verifyTOTP(options) : await this.#api.verifyBackupCode(options)
      return passed.headers.getSetCookie()
    })
  }

  /** Makes a secret and codes; they count once a first code was confirmed. @throws {Fault} BAD_INPUT for a wrong password */
  async begin(password: string, cookie: string): Promise<{ uri: string; recoveryCodes: string[] }> {
    const headers = new Headers({ cookie })
    const made = await ownPassword(() => this.#api.enableTwoFactor({ body: { password }, headers }))
    if (made.method !== 'totp') throw new Error('a second step of another kind was made')
    return { uri: made.totpURI, recoveryCodes: made.backupCodes }
  }

  /** From now on it is asked for. The session is another one afterwards: the answer is its cookies. */
  async confirm(code: string, cookie: string): Promise<readonly string[]> {
    const options = { body: { code }, headers: new Headers({ cookie }), returnHeaders: true } as const
    return wrongCode(async () => (await this.#api.verifyTOTP(options)).headers.getSetCookie())
  }

  async end(password: string, cookie: string): Promise<readonly string[]> {
    const options = { body: { password }, headers: new Headers({ cookie }), returnHeaders: true } as const
    return ownPassword(async () => (await this.#api.disableTwoFactor(options)).headers.getSetCookie())
  }

  async renewRecoveryCodes(password: string, cookie: string): Promise<string[]> {
    const options = { body: { password }, headers: new Headers({ cookie }) }
    return (await ownPassword(() => this.#api.generateBackupCodes(options))).backupCodes
  }

  /** better-auth takes the same code twice within its time; here a row of its own says that it was used. */
  async #claim(email: string, code: string): Promise<void> {
    const { verification } = this.#database
    const id = createHash('sha256').update(`${email} ${code}`).digest('base64url')
    const now = Date.now()
    await verification.deleteMany({ where: { identifier: used, expiresAt: { lt: new Date(now) } } })
    try {
      const expiresAt = new Date(now + goodForMs)
      await verification.create({ data: { id, identifier: used, value: '', expiresAt } })
    } catch (error) {
      if ((error as { code?: unknown }).code === 'P2002') throw new Fault('WRONG_CODE')
      throw error
    }
  }
}

/** The `Cookie` header that a browser would make of these `Set-Cookie` lines. */
export function cookieHeader(lines: readonly string[]): string {
  const pairs = lines.filter(line => !/max-age=0/i.test(line)).map(line => line.split(';', 1)[0])
  return pairs.join('; ')
}

async function wrongCode<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify()
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500) throw new Fault('WRONG_CODE')
    throw error
  }
}

async function ownPassword<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof APIError) || error.statusCode >= 500) throw error
    if (error.body?.code !== 'INVALID_PASSWORD') throw new Fault('WRONG_STATE', error.message, { cause: error })
    const message = 'This is not your password.'
    throw new Fault('BAD_INPUT', message, { data: { issues: [{ path: 'password', message }] } })
  }
}
