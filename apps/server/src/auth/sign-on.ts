import { betterAuth } from 'better-auth/minimal'
import type { Caller, Core } from '../core.ts'
import { Fault } from '../fault.ts'
import { askProvider } from './ask-provider.ts'
import { type betterAuthOptions, peerHeader } from './better-auth.ts'
import { claimedGroups } from './claimed-groups.ts'
import { giveClaimedRights } from './give-claimed-rights.ts'
import type { Claims } from './provider.ts'
import { describeProvider } from './provider-description.ts'
import { providerOptions } from './provider-options.ts'
import type { Seal } from './seal.ts'
import { readSignOn, type StoredSignOn } from './sign-on-row.ts'

type BaseOptions = Parameters<typeof betterAuthOptions>[0]
type Parts = Pick<Core, 'database' | 'access' | 'log'> &
  Pick<BaseOptions, 'dialect' | 'secret' | 'publicOrigin' | 'basePath'>

/** What the provider sent the browser back with. */
export type Answer = Readonly<Record<'state', string> & Partial<Record<'code' | 'error' | 'iss', string | undefined>>>

/** Signing in by a provider of OpenID Connect. */
export class SignOnDoor {
  readonly seal: Seal
  /** How long each answer of the provider may take to come whole. */
  patienceMs = 8000
  readonly #parts: Parts

  constructor(parts: Parts, seal: Seal) {
    this.#parts = parts
    this.seal = seal
  }

  /** Where the provider sends people back to. It wants to know it beforehand, so that it can not follow the request. */
  get returnTo(): string | null {
    const { publicOrigin, basePath } = this.#parts
    return publicOrigin === null ? null : `${publicOrigin}${basePath}/sign-on`
  }

  /** Whether the issuer describes itself as one that people can sign in by. @throws {Fault} SIGN_ON_FAILED */
  async try(issuer: string): Promise<void> {
    await describeProvider(askProvider(this.patienceMs), issuer)
  }

  async offered(): Promise<{ label: string } | null> {
    if (this.returnTo === null) return null
    return this.#parts.database.signOn.findFirst({ select: { label: true } })
  }

  /** The provider's page for this browser. The cookie binds the answer to it. */
  async begin(): Promise<{ url: string; cookies: readonly string[] }> {
    const { better, issuer } = await this.#open(async () => {})
    const { response, headers } = await better.api.signInSocial({
      body: { provider: issuer, callbackURL: '/', disableRedirect: true },
      returnHeaders: true,
    })
    if (response.url === undefined) throw new Fault('SIGN_ON_FAILED')
    return { url: response.url, cookies: headers.getSetCookie() }
  }

  /** Lets in whom the provider vouches for, with the rights that their groups give. */
  async finish(answer: Answer, { cookie, from, agent }: Pick<Caller, 'cookie' | 'from' | 'agent'>) {
    let person: string | null = null
    const { better, issuer } = await this.#open(async (id, claims, { rights, claim }) => {
      await giveClaimedRights(this.#parts, id, rights, claimedGroups(claims, claim))
      person = id
    })
    const response = await better.api.callbackOAuth({
      method: 'GET',
      params: { id: issuer },
      query: { ...answer },
      headers: new Headers({
        ...(cookie && { cookie }),
        ...(from && { [peerHeader]: from }),
        ...(agent && { 'user-agent': agent }),
      }),
      asResponse: true,
    })
    const to = new URL(response.headers.get('location') ?? '/', 'http://localhost')
    const error = to.searchParams.get('error')
    if (error !== null || person === null) throw refusal(error)
    return { person: person as string, cookies: response.headers.getSetCookie() }
  }

  async #open(letIn: (person: string, claims: Claims, signOn: StoredSignOn) => Promise<void>) {
    const signOn = await readSignOn(this.#parts.database, this.seal)
    const { returnTo } = this
    if (signOn === null || returnTo === null) throw new Fault('NOT_FOUND', 'Nobody can sign in by a provider here.')
    const ask = askProvider(this.patienceMs)
    const description = await describeProvider(ask, signOn.issuer)
    const better = betterAuth(
      providerOptions({
        ...{ base: this.#parts, signOn, description, returnTo, ask },
        letIn: (person, claims) => letIn(person, claims, signOn),
      }),
    )
    return { better, issuer: signOn.issuer }
  }
}

/** better-auth's words for what went wrong, in ours. */
function refusal(error: string | null): Fault {
  switch (error) {
    case 'access_denied':
      return new Fault('SIGN_ON_REFUSED', 'You or the provider refused to sign you in.')
    case 'signup_disabled':
      return new Fault(
        'SIGN_ON_REFUSED',
        'The provider knows you, but nobody has added you here: ask an administrator.',
      )
    case 'account_not_linked':
      return new Fault(
        'SIGN_ON_REFUSED',
        'Somebody here has your e-mail address, and the provider has not verified that it is yours: sign in with your password, or ask an administrator.',
      )
    case 'email_not_found':
      return new Fault('SIGN_ON_REFUSED', 'The provider does not tell your e-mail address, which Porthole needs.')
    case 'state_mismatch':
    case 'state_not_found':
    case 'state_invalid':
      return new Fault('SIGN_ON_REFUSED', 'This browser did not begin to sign in, or it took too long: try again.')
    default:
      return new Fault('SIGN_ON_FAILED')
  }
}
