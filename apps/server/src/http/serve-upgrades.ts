import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { errorCodes } from '@porthole/contract'
import type { Caller, Core } from '../core.ts'
import { faultOf } from '../run-capability.ts'
import { belowBase } from './base-path.ts'
import { authenticate } from './caller.ts'
import { isSameOrigin } from './origin.ts'
import { refuseUpgrade } from './refuse-upgrade.ts'

/** Takes over an upgrade whose Origin and session are checked. */
type ServeSocket = (core: Core, request: IncomingMessage, socket: Duplex, head: Buffer, caller: Caller) => void

/** Who is behind an upgrade; null for nobody that its path is for. */
export type WhoConnects = (core: Core, request: IncomingMessage) => Promise<Caller | null>

interface SocketRoute {
  readonly serve: ServeSocket
  readonly who: WhoConnects
}

/** People who have signed in, and no tokens of theirs. An upgrade's answer carries no cookie of ours: a session is prolonged by requests alone. */
export const bySession: WhoConnects = async (core, request) => {
  const caller = await authenticate(core, request, () => {})
  return caller.sessionId === null ? null : caller
}

/**
 * Hands WebSocket upgrades to whoever serves their path. Browsers let any web site open a WebSocket anywhere, cookies
 * included: a missing or foreign Origin is refused before anything else. The answer cuts every socket that is left.
 */
export function serveUpgrades(server: Server, core: Core, routes: Readonly<Record<string, SocketRoute>>): () => void {
  const open = new Set<Duplex>()
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    // Until somebody takes it over nobody else listens, and an unheard error would end the process.
    const cut = () => socket.destroy()
    socket.on('error', cut)
    admit(core, request, routes)
      .then(admitted => {
        if (typeof admitted === 'number') refuseUpgrade(socket, admitted)
        else if (!socket.destroyed) {
          admitted.serve(core, request, socket, head, admitted.caller)
          socket.off('error', cut)
        }
      })
      .catch(error => {
        core.log.error({ err: error }, 'a WebSocket could not be served')
        socket.destroy()
      })
  })
  return () => {
    for (const socket of open) socket.destroy()
  }
}

async function admit(
  core: Core,
  request: IncomingMessage,
  routes: Readonly<Record<string, SocketRoute>>,
): Promise<{ serve: ServeSocket; caller: Caller } | number> {
  const path = belowBase(request.url ?? '', core.config.basePath).split('?', 1)[0] ?? ''
  const route = Object.hasOwn(routes, path) ? routes[path] : undefined
  if (route === undefined) return 404
  if (core.stopping.aborted) return 503
  if (!isSameOrigin(request, core.config.publicOrigin)) return 403
  try {
    const caller = await route.who(core, request)
    return caller === null ? 401 : { serve: route.serve, caller }
  } catch (error) {
    const fault = faultOf(error)
    core.log.warn({ err: error, code: fault.code }, 'a WebSocket was refused')
    return errorCodes[fault.code].status
  }
}
