import { TransportError } from '@porthole/libvirt'
import { fingerprint, type KeyVerdict, keyType } from './known-hosts.ts'

/** Whom a fault is about: `user@host:port`. */
type Name = string

/** Why a host's key is not trusted. */
export function untrusted(name: Name, verdict: KeyVerdict, key: Buffer, file: string, scan: string): TransportError {
  const shown = `${keyType(key)} ${fingerprint(key)}`
  if (verdict === 'unknown') {
    return new TransportError(
      'new-host-key',
      `The SSH key of ${name} is not known yet: ${shown}. If that is what the host itself says (ssh-keygen -lf on its /etc/ssh/*.pub), run: ${scan} >> ${file}`,
    )
  }
  const what = verdict === 'revoked' ? `was revoked in ${file}` : `is not the one in ${file}`
  return new TransportError(
    'host-key',
    `The SSH key of ${name} ${what}: it shows ${shown}. Somebody may be answering in its place. Nothing was sent; find out why before you correct that file.`,
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
