import { closeCodes } from '@porthole/contract'
import type { Core } from '../core.ts'

const everyMs = 30_000

/**
 * An open socket makes no requests, so nothing else would notice that its session expired or was ended on another
 * server of the same database, or what its person may do changed there. The answer stops the watch.
 */
export function watchSessions(core: Core): () => void {
  const timer = setInterval(() => {
    void closeEnded(core)
    core.access.load().catch(error => core.log.warn({ err: error }, 'the grants could not be read anew'))
  }, everyMs).unref()
  return () => clearInterval(timer)
}

export async function closeEnded({ auth, sockets, log }: Core): Promise<void> {
  const open = sockets.sessions()
  if (open.length === 0) return
  try {
    for (const id of await auth.ended(open)) sockets.closeSession(id, closeCodes.signedOut, 'the session ended')
  } catch (error) {
    log.warn({ err: error }, 'the sessions of open sockets could not be checked')
  }
}
