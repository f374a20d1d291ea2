import type { FastifyInstance } from 'fastify'
import type { Core } from '../core.ts'
import { version } from '../version.ts'

/** For whoever watches the process: is it alive, and is it worth sending people to. */
export function serveHealth(server: FastifyInstance, { database, hosts, stopping }: Core): void {
  server.get('/healthz', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
    return { status: 'alive', version }
  })

  server.get('/readyz', async (_request, reply) => {
    const answers = await database.$queryRawUnsafe('SELECT 1').then(
      () => true,
      () => false,
    )
    const ready = { database: answers, hosts: hosts.ready() }
    reply.header('cache-control', 'no-store').code(ready.database && ready.hosts && !stopping.aborted ? 200 : 503)
    return ready
  })
}
