import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Core } from '../core.ts'
import { Fault } from '../fault.ts'
import { authenticate } from '../http/caller.ts'
import { type Family, textOf } from './format.ts'
import { hostMetrics } from './host-metrics.ts'
import { alertMetrics, processMetrics, watchEventLoop } from './process-metrics.ts'
import { vmMetrics } from './vm-metrics.ts'

/** Figures for Prometheus, to whoever has a token that may see them. They are those that are known: no host is asked. */
export function serveMetrics(server: FastifyInstance, core: Core): void {
  const delay = watchEventLoop()
  server.addHook('onClose', async () => void delay.disable())
  server.get('/metrics', async (request, reply) => {
    const caller = await authenticate(core, request.raw, () => {})
    reply.header('cache-control', 'no-store')
    if (caller.person === null) {
      reply.header('www-authenticate', 'Bearer')
      throw new Fault('NOT_SIGNED_IN', 'Give a token: Authorization: Bearer porthole_…')
    }
    if (!caller.person.can.includes('metrics.see')) {
      const data = { permission: 'metrics.see' }
      throw new Fault('NOT_ALLOWED', 'You lack the permission "metrics.see" for this.', { data })
    }
    const families = [
      ...hostMetrics(core, caller),
      ...(await vmMetrics(core, caller)),
      ...alertMetrics(core, caller),
      // Of the whole installation: for who may see the figures of all of it.
      ...(caller.can('metrics.see') ? processMetrics(core, delay) : []),
    ]
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(Readable.from(inPieces(families)))
  })
}

async function* inPieces(families: readonly Family[]): AsyncGenerator<string> {
  for (const piece of textOf(families)) {
    yield piece
    await setImmediate()
  }
}
