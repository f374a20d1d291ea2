import type { Server } from 'node:http'
import { type FastifyError, type FastifyInstance, type FastifyReply, fastify } from 'fastify'
import type { Core } from '../core.ts'
import { Fault } from '../fault.ts'
import { belowBase } from './base-path.ts'
import { bodyFault } from './json-body.ts'
import { refusalOf } from './refusal.ts'
import { addSecurityHeaders, securityHeaders } from './security-headers.ts'
import { retryLater } from './serve-api.ts'

/** The largest body that a request may have; no entry of the contract comes near it. */
const bodyLimit = 1024 * 1024

/** How long a client may take to send a request, in ms. Node looks for those who take longer every half minute unless told. */
const requestTimes = { requestTimeout: 30_000, headersTimeout: 10_000, connectionsCheckingInterval: 2_000 }

/** The HTTP server with what holds for every request: limits, headers, and one shape for every failure. */
export function makeServer(
  { log, config, stopping }: Pick<Core, 'log' | 'config' | 'stopping'>,
  { requestTimeout, ...http } = requestTimes,
): FastifyInstance {
  const https = config.publicOrigin?.startsWith('https:') ?? false
  const refuse = (error: FastifyError | Fault, reply: FastifyReply) => {
    const refusal = retryLater(refusalOf(bodyFault(error) ?? error, log), reply)
    return reply.code(refusal.status).send(refusal.toJSON())
  }
  const server = fastify({
    // Its lines about each request hold queries and addresses; one of our own, at "debug", is written below.
    loggerInstance: log.child({}, { level: log.isLevelEnabled('warn') ? 'warn' : log.level }),
    bodyLimit,
    rewriteUrl: ({ url }) => belowBase(url ?? '/', config.basePath),
    // What a client says of itself in X-Forwarded-* is not believed.
    trustProxy: false,
    requestTimeout,
    http,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    frameworkErrors: (error, _request, reply) => {
      reply.headers(securityHeaders(https))
      void refuse(error, reply)
    },
  }) as unknown as FastifyInstance<Server>
  addSecurityHeaders(server, https)
  server.addHook('onResponse', async (request, reply) => {
    const path = request.url.split('?', 1)[0]
    log.debug({ method: request.method, path, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request')
  })
  // A browser would keep the connection for its next request, and the server would wait for that to end.
  server.addHook('onSend', async (_request, reply) => {
    if (stopping.aborted) reply.header('connection', 'close')
  })
  server.setErrorHandler<FastifyError>((error, _request, reply) => refuse(error, reply))
  server.setNotFoundHandler((_request, reply) => refuse(new Fault('NOT_FOUND'), reply))
  return server
}
