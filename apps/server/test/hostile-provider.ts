import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

type Reply = 'true' | 'endless' | 'silent' | 'elsewhere'
type Door = 'description' | 'token' | 'keys' | 'userinfo'

/** A provider of OpenID Connect that can be told to lie, never to end, or not to answer. */
export async function startHostileProvider(clientId: string) {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const strangers = await generateKeyPair('RS256')
  const key = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }
  const replies = new Map<Door, Reply>()
  const lies = { description: {}, claims: {} as JWTPayload, header: {}, signer: 'provider' as Signer }
  let nonce = ''
  const server = createServer((request, response) => {
    const door = doors[new URL(request.url ?? '/', issuer).pathname]
    if (door === undefined) return response.writeHead(404).end()
    const reply = replies.get(door) ?? 'true'
    if (reply === 'silent') return
    if (reply === 'endless') return pour(response)
    if (reply === 'elsewhere') return response.writeHead(302, { location: `${issuer}/elsewhere` }).end()
    void answers[door]().then(body => response.end(JSON.stringify(body)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const person = { sub: 'mia', email: 'mia@example.org', email_verified: true, name: 'Mia' }

  async function idToken(): Promise<string> {
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: issuer, aud: clientId, iat: now, exp: now + 60, nonce, ...person, ...lies.claims }
    if (lies.signer === 'nobody') return `${part({ alg: 'none' })}.${part(claims)}.`
    const token = new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one', ...lies.header })
    if (lies.signer === 'secret') {
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid: 'one' })
        .sign(new TextEncoder().encode('secret'))
    }
    return token.sign(lies.signer === 'provider' ? privateKey : strangers.privateKey)
  }
  const answers: Record<Door, () => Promise<unknown>> = {
    description: async () => ({
      ...{ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
      ...{ jwks_uri: `${issuer}/keys`, userinfo_endpoint: `${issuer}/userinfo` },
      ...lies.description,
    }),
    token: async () => ({ access_token: 'x', token_type: 'Bearer', expires_in: 60, id_token: await idToken() }),
    keys: async () => ({ keys: [key] }),
    userinfo: async () => person,
  }
  return {
    issuer,
    replies,
    lies,
    /** What the browser comes back with from the page that it was sent to. */
    comeBack(url: string) {
      const { searchParams } = new URL(url)
      nonce = searchParams.get('nonce') ?? ''
      return { state: searchParams.get('state') ?? '', code: 'a-code' }
    },
    /** Tells the truth again. */
    repent() {
      replies.clear()
      Object.assign(lies, { description: {}, claims: {}, header: {}, signer: 'provider' })
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

type Signer = 'provider' | 'stranger' | 'nobody' | 'secret'

const doors: Readonly<Record<string, Door>> = {
  '/.well-known/openid-configuration': 'description',
  '/token': 'token',
  '/keys': 'keys',
  '/userinfo': 'userinfo',
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** For as long as somebody reads. */
function pour(response: ServerResponse): void {
  const chunk = ' '.repeat(64 * 1024)
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  }
  response.on('drain', more)
  more()
}
