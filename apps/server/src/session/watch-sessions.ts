import { closeCodes } from '@porthole/contract'
import type { Core } from '../core.ts'

/** Together with the question itself within a second. */
export const everyMs = 800
/** What other servers of the same database granted is read anew each so many rounds. */
const roundsToReload = 36

/**
 * An open socket makes no requests, so nothing else would notice that its session expired or was ended on another
 * server of the same database, or what its person may do changed there. The answer stops the watch.
 */
export function watchSessions(core: Core): () => void {
  let round = 0
  let asking = false
  const timer = setInterval(() => {
    // A database that is slow to answer is not asked again meanwhile.
    if (asking) return
    asking = true
    void closeEnded(core).finally(() => {
      asking = false
    })
    round = (round + 1) % roundsToReload
    if (round > 0 && !core.access.stale) return
    core.access.load().catch(error => core.log.warn({ err: error }, 'the grants could not be read anew'))
  }, everyMs).unref()
  return () => clearInterval(timer)
}

async function closeEnded(core: Core): Promise<void> {
  const { auth, sockets, guests, log } = core
  try {
    await guests.closeEnded(core)
    const open = sockets.sessions()
    if (open.length === 0) return
    for (const id of await auth.ended(open)) sockets.closeSession(id, closeCodes.signedOut, 'the session ended')
  } catch (error) {
    log.warn({ err: error }, 'the sessions of open sockets could not be checked')
  }
}
