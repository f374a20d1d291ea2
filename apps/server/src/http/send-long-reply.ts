import { pipeline, Readable } from 'node:stream'
import { constants, createGzip } from 'node:zlib'
import type { FastifyReply } from 'fastify'
import type { LongReply } from '../long-reply.ts'

/**
 * Sends it past oRPC, which would look at each value of it several times in one go; compressed, as VMs are much alike.
 */
export function sendLongReply(reply: FastifyReply, { pieces }: LongReply<unknown>): void {
  const plain = Readable.from(pieces)
  reply.type('application/json; charset=utf-8').header('vary', 'accept-encoding')
  if (!/\bgzip\b/.test(reply.request.headers['accept-encoding'] ?? '')) {
    reply.send(plain)
    return
  }
  const zipped = createGzip({ level: constants.Z_BEST_SPEED })
  // Whoever reads `zipped` hears of any failure.
  pipeline(plain, zipped, () => {})
  reply.header('content-encoding', 'gzip').send(zipped)
}
