import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type AccountClaims } from 'oidc-provider'

/** A real provider of OpenID Connect on the loopback. Its people sign in by their name alone. */
export interface SignOnProvider {
  readonly issuer: string
  readonly client: { readonly id: string; readonly secret: string }
  /** What it says of each, by the name that they sign in with. Changed, it says that from the next sign-in on. */
  readonly people: Map<string, AccountClaims>
  /** Those of whom it can tell nothing beside the ID token just now. */
  readonly silentAbout: Set<string>
  stop(): Promise<void>
}

export async function startSignOnProvider(returnTo: string): Promise<SignOnProvider> {
  const server: Server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = { id: 'porthole', secret: 'a secret between Porthole and its provider' }
  const people = new Map<string, AccountClaims>()
  const silentAbout = new Set<string>()
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [returnTo] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    scopes: ['openid', 'email', 'profile', 'groups'],
    findAccount: (_context, accountId) => ({
      accountId,
      claims: use => {
        if (use === 'userinfo' && silentAbout.has(accountId)) throw new Error('the directory is away')
        return people.get(accountId) ?? { sub: accountId }
      },
    }),
    // Its sign-in page takes a name; no password is what this is about.
    features: { devInteractions: { enabled: true } },
    pkce: { required: () => true },
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    cookies: { keys: ['only for tests'] },
  })
  server.on('request', provider.callback())
  const stop = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { issuer, client, people, silentAbout, stop }
}

/** Goes through the provider's pages as a browser would, and comes back with the address that it is sent to at last. */
export async function signInAtProvider(url: string, name: string): Promise<URL> {
  const cookies = new Map<string, string>()
  const ask = async (to: string, body?: URLSearchParams): Promise<Response> => {
    const cookie = [...cookies].map(([key, value]) => `${key}=${value}`).join('; ')
    const reply = await fetch(to, {
      redirect: 'manual',
      headers: { cookie },
      ...(body && { method: 'POST', body }),
    })
    for (const line of reply.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(key)
      else cookies.set(key, value)
    }
    return reply
  }
  const { origin } = new URL(url)
  let reply = await ask(url)
  for (let step = 0; step < 12; step++) {
    const location = reply.headers.get('location')
    if (location !== null) {
      const to = new URL(location, url)
      if (to.origin !== origin) return to
      reply = await ask(to.href)
      continue
    }
    const page = await reply.text()
    const [, action] = /<form[^>]* action="([^"]+)"/.exec(page) ?? []
    if (action === undefined) throw new Error(`the provider answered ${reply.status}: ${page.slice(0, 500)}`)
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? 'login'
    reply = await ask(new URL(action, url).href, new URLSearchParams({ prompt, login: name, password: 'x' }))
  }
  throw new Error('the provider sends the browser around in circles')
}
