import { TransportError } from '@porthole/libvirt'
import type { KeyVerdict } from './known-hosts.ts'

/** A host's key as a person compares it. */
export interface ShownKey {
  readonly type: string
  readonly fingerprint: string
}

/** The host shows a key that is not trusted. Nothing was sent to it. */
export class HostKeyError extends TransportError {
  readonly verdict: Exclude<KeyVerdict, 'known'>
  readonly shown: ShownKey
  /** The fingerprints that were approved for it before. */
  readonly known: readonly string[]

  constructor(
    verdict: Exclude<KeyVerdict, 'known'>,
    message: string,
    { shown, known }: { readonly shown: ShownKey; readonly known: readonly string[] },
  ) {
    super(verdict === 'unknown' ? 'new-host-key' : 'host-key', message)
    this.verdict = verdict
    this.shown = shown
    this.known = known
  }
}
