import { once } from 'node:events'
import type { TLSSocket } from 'node:tls'

/** Resolves once both sides trust each other. @throws why they do not */
export async function opened(secure: TLSSocket): Promise<void> {
  const over = new AbortController()
  const closed = once(secure, 'close', { signal: over.signal }).then(() => {
    throw new Error('it closed the connection, perhaps because Porthole’s own certificate is missing or not accepted')
  })
  closed.catch(() => {})
  try {
    await Promise.race([once(secure, 'secureConnect'), closed])
  } finally {
    over.abort()
  }
}
