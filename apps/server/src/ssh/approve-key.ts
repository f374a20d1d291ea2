import { type SshTarget, TransportError, tcpTransport } from '@porthole/libvirt'
import ssh2 from 'ssh2'
import { hostKeyAlgorithms } from './host-key-algorithms.ts'
import { HostKeyError } from './host-key-error.ts'
import { fingerprint, keyType } from './known-hosts.ts'
import { keepKey, readKnownHosts } from './known-hosts-file.ts'
import type { SshIdentity } from './ssh-connection.ts'

const stepMs = 10_000

/** What somebody compared with what the host itself says. */
export interface Approval {
  readonly fingerprint: string
  /** The known key that it takes the place of; null where none is known yet. */
  readonly replaces: string | null
}

/** One at a time: two that write the file at once would lose one of the keys. */
let last: Promise<unknown> = Promise.resolve()

/**
 * Asks the host for its key once more and trusts it from now on if it is the approved one.
 * Rejects with a HostKeyError where it shows another, or where another is known and was not said to be replaced.
 */
export function approveKey(target: SshTarget, identity: SshIdentity, approval: Approval): Promise<void> {
  const mine = last.then(() => approve(target, identity, approval))
  last = mine.catch(() => {})
  return mine
}

async function approve({ host, port }: SshTarget, identity: SshIdentity, approval: Approval): Promise<void> {
  const file = `${identity.folder}/known_hosts`
  const known = await readKnownHosts(file)
  const key = await shownKey(host, port, known.keys(host, port), identity)
  const shown = { type: keyType(key), fingerprint: fingerprint(key) }
  const before = known.keys(host, port).map(fingerprint)
  const verdict = known.verdict(host, port, key)
  const refuse = (as: Exclude<typeof verdict, 'known'>, why: string) =>
    new HostKeyError(as, why, { shown, known: before })
  if (shown.fingerprint !== approval.fingerprint) {
    throw refuse(
      'changed',
      `${host} shows ${shown.type} ${shown.fingerprint}, not ${approval.fingerprint}, which you approved. Somebody may be answering in its place: nothing was stored.`,
    )
  }
  if (verdict === 'known') return
  if (verdict === 'revoked') throw refuse(verdict, `This key was revoked in ${file}: nothing was stored.`)
  if (verdict === 'changed' && !before.includes(approval.replaces ?? '')) {
    throw refuse(
      verdict,
      `${host} shows ${shown.fingerprint}, but ${before.join(' or ')} is known of it. Somebody may be answering in its place: nothing was stored.`,
    )
  }
  await keepKey(file, host, port, key)
  if ((await readKnownHosts(file)).verdict(host, port, key) !== 'known') {
    throw refuse('changed', `A line of ${file} with a pattern in it names another key for ${host}: correct that file.`)
  }
}

/** The key that a host shows. Nobody logs in. */
async function shownKey(
  host: string,
  port: number,
  known: readonly Buffer[],
  { lookup }: SshIdentity,
): Promise<Buffer> {
  const tcp = tcpTransport({ host, port, openWithinMs: stepMs, listener: 'sshd', ...(lookup && { lookup }) })
  const sock = await tcp.open()
  const client = new ssh2.Client()
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      const fail = (cause?: Error) =>
        reject(new TransportError('failed', `${host} showed no SSH key. See what listens there.`, { cause }))
      // Refusing the key ends the connection with an error, which comes after the answer.
      client.on('error', fail)
      client.once('close', () => fail())
      client.connect({
        sock,
        username: 'porthole',
        hostVerifier: (key: Buffer) => {
          resolve(key)
          return false
        },
        readyTimeout: stepMs,
        strictVendor: false,
        ...hostKeyAlgorithms(known),
      })
    })
  } finally {
    client.destroy()
    sock.destroy()
  }
}
