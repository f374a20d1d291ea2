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

  /** The keys that are known of a host. */
  keys(host: string, port: number): Buffer[] {
    return this.#of(host, port).flatMap(entry => (entry.revoked ? [] : [entry.key]))
  }

  #of(host: string, port: number): readonly Entry[] {
    const name = knownName(host, port)
    return this.#entries.filter(entry => isNamed(entry.names, name))
  }
}

/** The file with this key as the only one of the host, but for revoked ones; other lines stay as they are. */
export function withKey(text: string, host: string, port: number, key: Buffer): string {
  const name = knownName(host, port)
  const others = text.split('\n').filter(line => {
    const entry = readLine(line)
    return entry === null || entry.revoked || /[*?!]/.test(entry.names) || !isNamed(entry.names, name)
  })
  while (others.at(-1) === '') others.pop()
  return [...others, `${name} ${keyType(key)} ${key.toString('base64')}`, ''].join('\n')
}

const knownName = (host: string, port: number): string =>
  port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`

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
