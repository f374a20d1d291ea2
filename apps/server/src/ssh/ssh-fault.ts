import { TransportError } from '@porthole/libvirt'
import { HostKeyError } from './host-key-error.ts'
import { fingerprint, type KeyVerdict, keyType } from './known-hosts.ts'

/** Whom a fault is about: `user@host:port`. */
type Name = string

/** A key that is not trusted, and those that are. */
export interface UntrustedKey {
  readonly verdict: Exclude<KeyVerdict, 'known'>
  readonly shown: Buffer
  readonly known: readonly Buffer[]
  /** The known_hosts file, and the command that prints a line for it. */
  readonly file: string
  readonly scan: string
}

/** Why a host's key is not trusted. */
export function untrusted(name: Name, { verdict, shown, known, file, scan }: UntrustedKey): HostKeyError {
  const keys = {
    shown: { type: keyType(shown), fingerprint: fingerprint(shown) },
    known: known.map(fingerprint),
  }
  const written = `${keys.shown.type} ${keys.shown.fingerprint}`
  if (verdict === 'unknown') {
    return new HostKeyError(
      verdict,
      `The SSH key of ${name} is not known yet: ${written}. If that is what the host itself says (ssh-keygen -lf on its /etc/ssh/*.pub), approve it on the host's page, or run: ${scan} >> ${file}`,
      keys,
    )
  }
  const what =
    verdict === 'revoked'
      ? `was revoked in ${file}: it shows ${written}`
      : `is not the one in ${file}: it shows ${written}, and ${keys.known.join(' or ')} is known`
  return new HostKeyError(
    verdict,
    `The SSH key of ${name} ${what}. Somebody may be answering in its place. Nothing was sent; find out why before you trust another key.`,
    keys,
  )
}

/** ssh2's errors say at which step they happened. */
export function explained(name: Name, cause: Error & { level?: string }, publicLine: string): TransportError {
  if (cause.level === 'client-authentication') {
    return new TransportError(
      'authentication',
      `${name} does not let Porthole log in. Add this line to ~/.ssh/authorized_keys of that user there: ${publicLine}`,
      { cause },
    )
  }
  if (cause.level === 'client-timeout') {
    return new TransportError('timeout', `${name} did not log us in in time. See the load and the log of sshd there.`, {
      cause,
    })
  }
  const what = cause.level === 'handshake' ? 'does not come to terms with us about SSH' : 'broke the SSH connection'
  return new TransportError('failed', `${name} ${what}: ${ended(cause.message)} See the log of sshd there.`, { cause })
}

/** Why a channel was not opened: a way that is not there, so another may be tried. */
export const closedWay = (name: Name, to: string, cause: Error): TransportError =>
  new TransportError(
    'absent',
    `sshd on ${name} leads to no ${to}: it is not there, or sshd_config forbids forwarding (AllowStreamLocalForwarding, AllowTcpForwarding).`,
    { cause },
  )

const ended = (message: string): string => (/[.!?]$/.test(message) ? message : `${message}.`)
