import { Fault } from '../fault.ts'

/** What Porthole needs of a provider's description. */
export interface ProviderDescription {
  readonly url: string
  readonly userInfoUrl: string | null
}

const patienceMs = 8000

/**
 * Asks an issuer for its description, and holds it to its name: what another issuer describes would vouch for people of
 * its own. https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation
 */
export async function describeProvider(issuer: string): Promise<ProviderDescription> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const found = await ask(url, issuer)
  if (found.issuer !== issuer) {
    throw new Fault('SIGN_ON_FAILED', `${url} describes another issuer, ${JSON.stringify(found.issuer) ?? 'none'}.`)
  }
  for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri']) {
    if (typeof found[name] !== 'string') throw new Fault('SIGN_ON_FAILED', `${url} does not say its ${name}.`)
  }
  const userInfoUrl = typeof found.userinfo_endpoint === 'string' ? found.userinfo_endpoint : null
  return { url, userInfoUrl }
}

async function ask(url: string, issuer: string): Promise<Record<string, unknown>> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(patienceMs) }).catch(cause => {
    throw new Fault('SIGN_ON_FAILED', `${issuer} does not answer: check the address and the way to it.`, { cause })
  })
  const body = await response.json().catch(() => null)
  if (!response.ok || typeof body !== 'object' || body === null) {
    throw new Fault('SIGN_ON_FAILED', `${url} answers ${response.status} and no description: check the issuer.`)
  }
  return body as Record<string, unknown>
}
