import { Fault } from '../fault.ts'
import type { AskProvider } from './ask-provider.ts'

/** What Porthole needs of a provider's description. */
export interface ProviderDescription {
  readonly issuer: string
  readonly authorizationUrl: string
  readonly tokenUrl: string
  readonly keysUrl: string
  readonly userInfoUrl: string | null
  /** What it signs ID tokens with. */
  readonly algorithms: readonly string[]
}

/**
 * Asks an issuer for its description, and holds it to its name: what another issuer describes would vouch for people of
 * its own. https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation
 */
export async function describeProvider(ask: AskProvider, issuer: string): Promise<ProviderDescription> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const found = await ask(url).catch(cause => {
    throw new Fault('SIGN_ON_FAILED', `${url} gives no description: check the issuer and the way to it.`, { cause })
  })
  if (found.issuer !== issuer) {
    throw new Fault('SIGN_ON_FAILED', `${url} describes another issuer, ${JSON.stringify(found.issuer) ?? 'none'}.`)
  }
  const address = (name: string) => {
    const said = found[name]
    if (typeof said === 'string' && isSafe(said, issuer)) return said
    throw new Fault('SIGN_ON_FAILED', `${url} does not say its ${name}, or one that is not encrypted.`)
  }
  const algorithms = found.id_token_signing_alg_values_supported
  return {
    issuer,
    authorizationUrl: address('authorization_endpoint'),
    tokenUrl: address('token_endpoint'),
    keysUrl: address('jwks_uri'),
    userInfoUrl: found.userinfo_endpoint === undefined ? null : address('userinfo_endpoint'),
    // The specification has every provider know this one. "none" is no signature.
    algorithms: Array.isArray(algorithms) ? algorithms.filter(isSignature) : ['RS256'],
  }
}

/** The client's secret and people's tokens go there: in the clear only where the issuer, on this machine, is asked so. */
function isSafe(address: string, issuer: string): boolean {
  try {
    const { protocol } = new URL(address)
    return protocol === 'https:' || (protocol === 'http:' && issuer.startsWith('http:'))
  } catch {
    return false
  }
}

/** By a key of the provider's: one that is shared would let whoever knows the client's secret vouch for people. */
const isSignature = (name: unknown): name is string => typeof name === 'string' && /^(RS|PS|ES)\d{3}|^Ed/.test(name)
