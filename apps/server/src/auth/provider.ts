import {
  authorizationCodeRequest,
  createAuthorizationURL,
  getOAuth2Tokens,
  type OAuthProvider,
  verifyProviderIdToken,
} from '@better-auth/core/oauth2'
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import { Fault } from '../fault.ts'
import type { AskProvider } from './ask-provider.ts'
import type { ProviderDescription } from './provider-description.ts'
import type { StoredSignOn } from './sign-on-row.ts'

/** What the provider says of a person. */
export type Claims = Readonly<Record<string, unknown>>

interface ProviderParts {
  readonly signOn: StoredSignOn
  readonly description: ProviderDescription
  readonly returnTo: string
  readonly ask: AskProvider
  /** Called with what a verified answer says of the person. */
  readonly onClaims: (claims: Claims) => void
}

/**
 * The provider as better-auth wants one. Its plugin for any provider would ask by itself, without end and for as much as
 * is sent; here each request goes through `ask`.
 */
export function providerOf({ signOn, description, returnTo, ask, onClaims }: ProviderParts): OAuthProvider<Claims> {
  const { issuer, authorizationUrl, tokenUrl, keysUrl, userInfoUrl, algorithms } = description
  const client = { clientId: signOn.clientId, clientSecret: signOn.secret, redirectURI: returnTo }
  const keys: JWTVerifyGetKey = async (header, token) =>
    createLocalJWKSet((await ask(keysUrl)) as unknown as JSONWebKeySet)(header, token)
  const provider: OAuthProvider<Claims> = {
    // An account belongs to the issuer that vouches for it: another one set here later has accounts of its own.
    id: issuer,
    name: issuer,
    issuer,
    disableSignUp: !signOn.signUp,
    options: { disableSignUp: !signOn.signUp },
    idToken: { jwks: keys, issuer, audience: signOn.clientId, algorithms: [...algorithms] },
    requiresIdTokenNonce: true,
    accountSubject: ({ profile }) => String(profile.sub ?? ''),
    createAuthorizationURL: ({ state, codeVerifier, redirectURI, idTokenNonce }) =>
      createAuthorizationURL({
        ...{ id: issuer, options: client, authorizationEndpoint: authorizationUrl, state, codeVerifier, redirectURI },
        scopes: ['openid', 'profile', 'email', ...scopesOf(signOn)],
        ...(idTokenNonce && { nonce: idTokenNonce }),
      }),
    async validateAuthorizationCode({ code, codeVerifier, redirectURI }) {
      const { body, headers } = await authorizationCodeRequest({
        ...{ code, redirectURI, options: client, tokenEndpoint: tokenUrl },
        ...(codeVerifier && { codeVerifier }),
      })
      return getOAuth2Tokens(await ask(tokenUrl, { method: 'POST', body, headers }))
    },
    async getUserInfo({ idToken, accessToken, expectedIdTokenNonce }) {
      if (idToken === undefined || expectedIdTokenNonce === undefined) return null
      if (!(await verifyProviderIdToken(provider, idToken, expectedIdTokenNonce))) return null
      const said: Claims = decodeJwt(idToken)
      const more = await userInfo(ask, userInfoUrl, accessToken)
      if (more !== null && more.sub !== said.sub) return null
      const claims = { ...more, ...said }
      onClaims(claims)
      return { user: personIn(claims), data: claims }
    },
  }
  return provider
}

/** Fails rather than go without: whoever signs in without the groups that it tells would lose what they give. */
async function userInfo(ask: AskProvider, url: string | null, token: string | undefined): Promise<Claims | null> {
  if (url === null || token === undefined) return null
  return ask(url, { headers: { authorization: `Bearer ${token}` } }).catch(cause => {
    throw new Fault('SIGN_ON_FAILED', 'The provider does not tell who you are just now: try again.', { cause })
  })
}

function personIn(claims: Claims) {
  const text = (name: string) => (typeof claims[name] === 'string' ? (claims[name] as string) : undefined)
  const email = text('email')
  return {
    ...(email !== undefined && { email }),
    emailVerified: claims.email_verified === true,
    name: (text('name') ?? text('preferred_username') ?? email ?? '').slice(0, 100),
  }
}

/** A claim called "groups" comes with a scope of that name at most providers, which they ignore where they have none. */
const scopesOf = ({ claim }: StoredSignOn) => (claim === 'groups' ? ['groups'] : [])
