import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { saslprep } from './saslprep.ts'

/** A user name and its password. */
export interface Login {
  readonly username: string
  readonly password: string
}

/** One run of a SASL mechanism, the client's side. */
export interface SaslExchange {
  /** What is sent first. */
  readonly first: Buffer
  /** Answers the server. Throws a SaslError where the server does not prove itself or makes no sense. */
  answer(challenge: Buffer): Promise<Buffer>
  /** True once the server has proved what it must; a mechanism that proves nothing is always content. */
  readonly content: boolean
}

/** The server's side of a mechanism went wrong. The message ends a sentence that begins "the host". */
export class SaslError extends Error {}

/** The mechanisms that are spoken, the strongest first. */
export const saslMechanisms: ReadonlyMap<string, (login: Login) => SaslExchange> = new Map([
  ['SCRAM-SHA-512', login => scram('sha512', login)],
  ['SCRAM-SHA-256', login => scram('sha256', login)],
  ['PLAIN', plain],
])

/** RFC 4616: the password itself. */
function plain({ username, password }: Login): SaslExchange {
  return {
    first: Buffer.from(`\0${saslprep(username)}\0${saslprep(password)}`),
    content: true,
    answer: async () => {
      throw new SaslError('asks on after the password')
    },
  }
}

/** RFC 7677 asks for 4096 at least; the most keeps a hostile host from binding a processor for minutes. */
const iterations = { least: 4096, most: 2_000_000 } as const

const derive = promisify(pbkdf2)

/** RFC 5802 and 7677, without channel binding: https://www.rfc-editor.org/rfc/rfc5802#section-3 */
export function scram(
  digest: 'sha256' | 'sha512',
  { username, password }: Login,
  nonce = randomBytes(24).toString('base64'),
): SaslExchange {
  const bare = `n=${saslprep(username).replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${nonce}`
  const secret = saslprep(password)
  const hmac = (key: Buffer, text: string): Buffer => createHmac(digest, key).update(text).digest()
  let serverSignature: Buffer | null = null
  let content = false

  async function prove(challenge: string): Promise<Buffer> {
    const { r, s, i } = attributes(challenge)
    const rounds = Number(i)
    if (r === undefined || s === undefined || !/^\d{1,9}$/.test(i ?? ''))
      throw new SaslError('sent a challenge that is no SCRAM')
    if (!r.startsWith(nonce) || r.length === nonce.length) throw new SaslError('did not answer to our challenge')
    if (rounds < iterations.least)
      throw new SaslError(`keeps the password with only ${rounds} rounds, which is not safe`)
    if (rounds > iterations.most) throw new SaslError(`asks for ${rounds} rounds, which is more than anybody needs`)
    const { length } = createHash(digest).digest()
    const salted = await derive(secret, Buffer.from(s, 'base64'), rounds, length, digest)
    const clientKey = hmac(salted, 'Client Key')
    const withoutProof = `c=biws,r=${r}`
    const said = `${bare},${challenge},${withoutProof}`
    const signature = hmac(createHash(digest).update(clientKey).digest(), said)
    serverSignature = hmac(hmac(salted, 'Server Key'), said)
    const proof = clientKey.map((byte, index) => byte ^ (signature[index] ?? 0))
    return Buffer.from(`${withoutProof},p=${Buffer.from(proof).toString('base64')}`)
  }

  function verify(final: string, expected: Buffer): Buffer {
    const { v, e } = attributes(final)
    if (e !== undefined)
      throw new SaslError(`refused the proof of the password (${e.replace(/[^a-z-]/g, '').slice(0, 60)})`)
    const given = Buffer.from(v ?? '', 'base64')
    content = given.length === expected.length && timingSafeEqual(given, expected)
    if (!content) throw new SaslError('does not know the password itself, so somebody else may be answering')
    return Buffer.alloc(0)
  }

  return {
    first: Buffer.from(`n,,${bare}`),
    get content() {
      return content
    },
    answer: async challenge => {
      const text = challenge.toString('utf8')
      return serverSignature === null ? prove(text) : verify(text, serverSignature)
    },
  }
}

function attributes(text: string): Partial<Record<string, string>> {
  return Object.fromEntries(text.split(',').map(part => [part.slice(0, 1), part.slice(2)]))
}
