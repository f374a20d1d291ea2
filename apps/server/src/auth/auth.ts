import { type PasskeyProof, type Person, type Role, roles } from '@porthole/contract'
import { APIError } from 'better-auth/api'
import { betterAuth } from 'better-auth/minimal'
import type { Logger } from 'pino'
import type { Caller } from '../core.ts'
import type { Database } from '../database/open-database.ts'
import { Fault } from '../fault.ts'
import { Attempts } from './attempts.ts'
import { betterAuthOptions, peerHeader } from './better-auth.ts'
import { Passkeys } from './passkeys.ts'
import { hashPassword } from './password.ts'
import { RecentCookies } from './recent-cookies.ts'
import { SetupLink } from './setup-link.ts'
import { cookieHeader, TwoFactor } from './two-factor.ts'

export interface SignedIn {
  readonly person: Person
  readonly sessionId: string
}

/** Where somebody signs in from, and with what. */
type Peer = Pick<Caller, 'from' | 'agent' | 'cookie'>

/** What is shown beside the password. */
interface SecondStep {
  readonly code?: string | undefined
  readonly passkey?: PasskeyProof | undefined
}

/** However busy, a session is not older than this. */
const longestSessionMs = 7 * 24 * 3600 * 1000

/** People, their passwords and their sessions. Cookies come and go as `Set-Cookie` lines. */
export class Auth {
  readonly setupLink = new SetupLink()
  readonly attempts = new Attempts()
  /** What whoever ends a session, or changes a person, has to empty. */
  readonly recent = new RecentCookies<SignedIn>()
  readonly twoFactor: TwoFactor
  readonly passkeys: Passkeys
  readonly #database: Database
  readonly #better: ReturnType<typeof betterAuth<ReturnType<typeof betterAuthOptions>>>

  constructor(options: {
    database: Database
    dialect: 'sqlite' | 'postgresql'
    secret: string
    publicOrigin: string | null
    basePath: string
    log: Logger
  }) {
    this.#database = options.database
    this.#better = betterAuth(betterAuthOptions(options))
    this.twoFactor = new TwoFactor(this.#better.api, options.database)
    this.passkeys = new Passkeys(this.#better.api, options.database, options.publicOrigin)
  }

  async needsSetup(): Promise<boolean> {
    return (await this.#database.user.count()) === 0
  }

  /** Who a browser's `Cookie` header says it is. `cookies` prolong the session, or remove a cookie that is no good. */
  async whoIs(cookie: string | undefined): Promise<{ signedIn: SignedIn | null; cookies: readonly string[] }> {
    if (cookie === undefined) return { signedIn: null, cookies: [] }
    const known = this.recent.get(cookie)
    if (known !== undefined) return { signedIn: known, cookies: [] }
    const asked = this.recent.asking()
    const { response, headers } = await this.#better.api
      .getSession({ headers: new Headers({ cookie }), returnHeaders: true })
      .catch(error => {
        // better-auth has logged the cause and keeps it to itself: what can fail here is the database.
        if (error instanceof APIError && error.statusCode < 500) return { response: null, headers: new Headers() }
        throw new Fault('DATABASE_AWAY', undefined, { cause: error })
      })
    if (response !== null && Date.now() - response.session.createdAt.getTime() > longestSessionMs) {
      return { signedIn: null, cookies: await this.signOut(response.session.id) }
    }
    const signedIn = response && { person: personOf(response.user), sessionId: response.session.id }
    if (signedIn !== null) asked.keep(cookie, signedIn)
    return { signedIn, cookies: headers.getSetCookie() }
  }

  /**
   * Takes the same time whether or not there is such a person. Of a second step is said that it is needed, or wrong, to
   * those alone who know the password.
   */
  async signIn(email: string, password: string, peer: Peer, { code, passkey }: SecondStep = {}) {
    const headers = peerHeaders(peer)
    try {
      const signedIn = await this.#better.api.signInEmail({ body: { email, password }, headers, returnHeaders: true })
      const cookies = signedIn.headers.getSetCookie()
      if (!('twoFactorRedirect' in signedIn.response)) return cookies
      if (passkey !== undefined) return await this.passkeys.pass(email, passkey, peerHeaders(peer, peer.cookie))
      if (code === undefined) {
        throw new Fault('CODE_NEEDED', undefined, { data: { passkeys: await this.passkeys.passingFor(email) } })
      }
      // The challenge stays here: the browser gets the session, or nothing.
      headers.set('cookie', cookieHeader(cookies))
      return await this.twoFactor.pass(email, code, headers)
    } catch (error) {
      if (error instanceof APIError && error.statusCode < 500) throw new Fault('WRONG_CREDENTIALS')
      throw error
    }
  }

  /** By a passkey alone. */
  async enter(proof: PasskeyProof, peer: Peer) {
    return this.passkeys.enter(proof, peerHeaders(peer, peer.cookie))
  }

  /** Makes the administrator of an installation that has nobody yet; false when somebody was faster. */
  async addFirstPerson({ name, email, password }: { name: string; email: string; password: string }): Promise<boolean> {
    const hash = await hashPassword(password)
    const id = crypto.randomUUID()
    return this.#database.$transaction(
      async tables => {
        if ((await tables.user.count()) > 0) return false
        await tables.user.create({ data: { id, name, email: email.toLowerCase(), role: 'administrator' } })
        await tables.account.create({
          data: { id: crypto.randomUUID(), userId: id, accountId: id, providerId: 'credential', password: hash },
        })
        return true
      },
      { isolationLevel: 'Serializable' },
    )
  }

  /** Ends a session; the cookie's removal is the answer. Not better-auth's, which ignores a database that fails. */
  async signOut(sessionId: string): Promise<readonly string[]> {
    await this.#database.session.deleteMany({ where: { id: sessionId } })
    this.recent.forget()
    const { name, attributes } = (await this.#better.$context).authCookies.sessionToken
    return [
      `${name}=; Max-Age=0; Path=${attributes.path ?? '/'}; HttpOnly; SameSite=Lax${attributes.secure ? '; Secure' : ''}`,
    ]
  }

  /** Of these sessions, those that have ended: signed out on another server, revoked or expired. */
  async ended(sessionIds: readonly string[]): Promise<string[]> {
    const now = Date.now()
    const alive = await this.#database.session.findMany({
      where: {
        id: { in: [...sessionIds] },
        expiresAt: { gt: new Date(now) },
        createdAt: { gt: new Date(now - longestSessionMs) },
      },
      select: { id: true },
    })
    const ids = new Set(alive.map(({ id }) => id))
    return sessionIds.filter(id => !ids.has(id))
  }
}

/** What better-auth is told of the request; never the headers that came. */
function peerHeaders({ from, agent }: Peer, cookie?: string): Headers {
  return new Headers({
    ...(from && { [peerHeader]: from }),
    ...(agent && { 'user-agent': agent }),
    ...(cookie && { cookie }),
  })
}

/** A person as the contract has one. */
export function personOf(user: { id: string; name: string; email: string; role?: string | null | undefined }): Person {
  // A role that this version does not know grants the least.
  const role: Role = Object.hasOwn(roles, user.role ?? '') ? (user.role as Role) : 'none'
  return { id: user.id, name: user.name, email: user.email, role, can: [...roles[role]] }
}
