import type { BetterAuthOptions } from 'better-auth/minimal'
import { genericOAuth } from 'better-auth/plugins/generic-oauth'
import { decodeJwt } from 'jose'
import { Fault } from '../fault.ts'
import { betterAuthOptions } from './better-auth.ts'
import type { ProviderDescription } from './provider-description.ts'
import type { StoredSignOn } from './sign-on-row.ts'

/** What the provider says of a person. */
export type Claims = Readonly<Record<string, unknown>>

interface Provider {
  readonly base: Parameters<typeof betterAuthOptions>[0]
  readonly signOn: StoredSignOn
  readonly description: ProviderDescription
  readonly returnTo: string
  /** Called before there is a session, which there will not be if it fails. */
  readonly letIn: (person: string, claims: Claims) => Promise<void>
}

/**
 * better-auth with the provider as it is set now. It reads a provider's description only when it is made, so that one is
 * made for each sign-in, and none can outlive a change of the settings.
 */
export function providerOptions({ base, signOn, description, returnTo, letIn }: Provider) {
  const options = betterAuthOptions(base)
  let claims: Claims = {}
  return {
    ...options,
    // Somebody new has nothing but what the provider's groups give.
    user: { additionalFields: { role: { type: 'string', input: false, defaultValue: 'none' } } },
    account: {
      storeStateStrategy: 'cookie',
      updateAccountOnSignIn: false,
      // Whoever an administrator added is the same person at the provider, if it has verified that address.
      accountLinking: { requireLocalEmailVerified: false },
    },
    databaseHooks: {
      // The provider's tokens are of no use here, and would be secrets to keep.
      account: {
        create: {
          before: async account => ({ data: { ...account, accessToken: null, refreshToken: null, idToken: null } }),
        },
      },
      session: { create: { before: async ({ userId }) => letIn(userId, claims) } },
    },
    plugins: [
      genericOAuth({
        config: [
          {
            // An account belongs to the issuer that vouches for it: another one set here later has accounts of its own.
            providerId: signOn.issuer,
            discoveryUrl: description.url,
            clientId: signOn.clientId,
            clientSecret: signOn.secret,
            redirectURI: returnTo,
            scopes: ['openid', 'profile', 'email', ...scopesOf(signOn)],
            pkce: true,
            requireIdTokenVerification: true,
            disableSignUp: !signOn.signUp,
            accountSubject: ({ profile }) => String(profile.sub ?? ''),
            // better-auth has verified the token by now: signature, issuer, audience, time and nonce.
            getUserInfo: async ({ idToken, accessToken }) => {
              if (idToken === undefined) return null
              const said: Claims = decodeJwt(idToken)
              const more = await userInfo(description.userInfoUrl, accessToken)
              if (more !== null && more.sub !== said.sub) return null
              claims = { ...more, ...said }
              return personIn(claims)
            },
          },
        ],
      }),
    ],
  } satisfies BetterAuthOptions
}

const patienceMs = 8000

/** Fails rather than go without: whoever signs in without the groups that it tells would lose what they give. */
async function userInfo(url: string | null, accessToken: string | undefined): Promise<Claims | null> {
  if (url === null || accessToken === undefined) return null
  const headers = { authorization: `Bearer ${accessToken}` }
  const signal = AbortSignal.timeout(patienceMs)
  try {
    const response = await fetch(url, { headers, redirect: 'error', signal })
    if (!response.ok) throw new Error(`${url} answered ${response.status}`)
    return (await response.json()) as Claims
  } catch (cause) {
    throw new Fault('SIGN_ON_FAILED', 'The provider does not tell who you are just now: try again.', { cause })
  }
}

function personIn(claims: Claims) {
  const text = (name: string) => (typeof claims[name] === 'string' ? (claims[name] as string) : undefined)
  const email = text('email')
  return {
    ...claims,
    id: String(claims.sub),
    email,
    emailVerified: claims.email_verified === true,
    name: (text('name') ?? text('preferred_username') ?? email ?? '').slice(0, 100),
  }
}

/** A claim called "groups" comes with a scope of that name at most providers, which they ignore where they have none. */
const scopesOf = ({ claim }: StoredSignOn) => (claim === 'groups' ? ['groups'] : [])
