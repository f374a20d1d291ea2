import { createHash, createHmac } from 'node:crypto'

/** What a known_hosts file says of a key. */
export type KeyVerdict = 'known' | 'unknown' | 'changed' | 'revoked'

interface Entry {
  readonly revoked: boolean
  /** Patterns with commas between, or one hashed name. */
  readonly names: string
  readonly key: Buffer
}

/** The host keys of a known_hosts file as OpenSSH writes it: sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT". */
export class KnownHosts {
  readonly #entries: readonly Entry[]

  /** A line that can not be read vouches for nothing and is passed over, as OpenSSH does. */
  constructor(text: string) {
    this.#entries = text.split('\n').flatMap(line => readLine(line) ?? [])
  }

  verdict(host: string, port: number, key: Buffer): KeyVerdict {
    const mine = this.#of(host, port)
    const same = mine.filter(entry => entry.key.equals(key))
    if (same.some(entry => entry.revoked)) return 'revoked'
    if (same.length > 0) return 'known'
    return mine.some(entry => !entry.revoked) ? 'changed' : 'unknown'
  }

  /** The types of the keys that are known of a host: it must be asked for one of these, or it shows another one. */
  keyTypes(host: string, port: number): string[] {
    return this.#of(host, port).flatMap(entry => (entry.revoked ? [] : [keyType(entry.key)]))
  }

  #of(host: string, port: number): readonly Entry[] {
    const name = port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`
    return this.#entries.filter(entry => isNamed(entry.names, name))
  }
}

/** The fingerprint as `ssh-keygen -l` prints it. */
export const fingerprint = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

/** The type that a key says it has: `ssh-ed25519` and so on. RFC 4253, section 6.6. */
export function keyType(key: Buffer): string {
  const length = key.length >= 4 ? key.readUInt32BE() : 0
  return key
    .subarray(4, 4 + Math.min(length, 64))
    .toString('latin1')
    .replace(/[^\w@.-]/g, '')
}

function readLine(line: string): Entry | null {
  const match = /^\s*(?:(@\S+)\s+)?([^\s#@]\S*)\s+[a-z]\S*\s+([A-Za-z0-9+/]+=*)(?:\s|$)/.exec(line)
  if (match === null) return null
  const [, mark, names = '', key = ''] = match
  // ssh2 verifies no certificates of host keys, so an authority (@cert-authority) can vouch for nobody here.
  if (mark !== undefined && mark !== '@revoked') return null
  return { revoked: mark !== undefined, names, key: Buffer.from(key, 'base64') }
}

function isNamed(names: string, name: string): boolean {
  const [, salt, hash] = /^\|1\|([^|]+)\|([^|]+)$/.exec(names) ?? []
  if (salt !== undefined && hash !== undefined) {
    return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash
  }
  const patterns = names.toLowerCase().split(',')
  const matches = (pattern: string) => asExpression(pattern).test(name)
  if (patterns.some(pattern => pattern.startsWith('!') && matches(pattern.slice(1)))) return false
  return patterns.some(matches)
}

const asExpression = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
      .replace(/\*+/g, '.*')
      .replaceAll('?', '.')}$`,
  )
