import { ORPCError } from '@orpc/client'
import type { ErrorCode, ErrorData } from '@porthole/contract'
import { texts } from '../texts/texts.ts'

/** A failed request in the words that a person reads. */
export interface Failure {
  readonly code: ErrorCode | 'NETWORK' | 'NO_ANSWER'
  readonly sentence: string
  /** libvirt's own words, for whoever knows libvirt; null where the failure was not libvirt's. */
  readonly libvirt: string | null
  /** Those that would do in place of the code that is needed. */
  readonly passkeys?: ErrorData['passkeys']
  readonly issues: readonly { readonly path: string; readonly message: string }[]
}

/** The server's own sentence; a request that never reached it has ours. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof ORPCError)) {
    return { code: 'NETWORK', sentence: texts.network, libvirt: null, issues: [] }
  }
  const data = (error.data ?? {}) as ErrorData
  return {
    code: error.code as ErrorCode,
    sentence: /^[A-Z_]*$/.test(error.message) ? texts.unreadable(error.status) : error.message,
    libvirt: data.libvirt ? `${data.libvirt.procedure}: ${data.libvirt.message}` : null,
    issues: data.issues ?? [],
    passkeys: data.passkeys,
  }
}

/** libvirt's words, where the sentence does not have them already. */
export function unsaid({ sentence, libvirt }: Failure): string | null {
  const words = libvirt?.slice(libvirt.indexOf(': ') + 2)
  return words && !sentence.includes(words) ? libvirt : null
}

/** Worth another try by itself: nothing was refused, something was away. */
export function isPassing(error: unknown): boolean {
  return !(error instanceof ORPCError) || error.status >= 502
}
