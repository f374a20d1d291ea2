import type { ConnectConfig, ServerHostKeyAlgorithm } from 'ssh2'
import { keyType } from './known-hosts.ts'

/** Without what signs by SHA-1. */
const all: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
]

/** Asks for a key of a type that is known first: else the host shows another, which looks as if it had changed. */
export function hostKeyAlgorithms(known: readonly Buffer[]): Pick<ConnectConfig, 'algorithms'> {
  const types = known.map(keyType)
  const wanted = all.filter(algorithm => types.includes(algorithm.replace(/^rsa-sha2-\d+$/, 'ssh-rsa')))
  const others = all.filter(algorithm => !wanted.includes(algorithm))
  return { algorithms: { serverHostKey: [...wanted, ...others] } }
}
