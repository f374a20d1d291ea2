import { SmartCoercionPlugin } from '@orpc/json-schema'
import { OpenAPIHandler } from '@orpc/openapi/fastify'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import type { EntryMeta } from '@porthole/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import * as z from 'zod/mini'
import type { Caller, Core } from '../core.ts'
import { Fault } from '../fault.ts'
import { requireSignedIn } from '../permit.ts'
import type { Routes } from '../routes.ts'
import { authenticate } from './caller.ts'
import { answered, implementContract, type RequestContext } from './implement-contract.ts'
import { acceptOnlyJson } from './json-body.ts'
import { describeApi } from './openapi.ts'
import { requireOwnOrigin } from './origin.ts'
import { refusalOf } from './refusal.ts'

/** zod/mini speaks no language until told: without this every issue would read "Invalid input". */
z.config(z.locales.en())

const apiPrefix = '/api/v1'

/** Serves every entry of the contract, and its description, under /api/v1. */
export async function serveApi(server: FastifyInstance, core: Core, routes: Routes): Promise<void> {
  const handler = new OpenAPIHandler(implementContract(core, routes), {
    plugins: [new SmartCoercionPlugin({ schemaConverters: [new ZodToJsonSchemaConverter()] })],
    // Who asks is found before the input is looked at: a stranger learns nothing about what would be well formed.
    clientInterceptors: [
      async options => {
        if (core.stopping.aborted) throw new Fault('STOPPING')
        const caller = await callerOf(core, options.context.reply)
        requireSignedIn(options.procedure['~orpc'].meta as EntryMeta, caller)
        // An act that needs no input may come without a body.
        return options.next({ ...options, input: options.input ?? {}, context: { ...options.context, caller } })
      },
    ],
    interceptors: [
      async options => {
        try {
          return await options.next()
        } catch (error) {
          if (error === answered) {
            options.context.answered = true
            return { matched: false, response: undefined }
          }
          throw retryLater(refusalOf(error, core.log), options.context.reply)
        }
      },
    ],
  })
  let description: Promise<unknown> | undefined

  await server.register(async scope => {
    acceptOnlyJson(scope)
    scope.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store')
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        requireOwnOrigin(request.raw, core.config.publicOrigin)
      }
    })
    scope.get(`${apiPrefix}/openapi.json`, () => {
      description ??= describeApi()
      return description
    })
    scope.all('/api/*', async (request, reply) => {
      // oRPC looks at the address as it came.
      const prefix =
        request.originalUrl === request.url ? apiPrefix : (`${core.config.basePath}${apiPrefix}` as `/${string}`)
      const context: RequestContext = { reply }
      const { matched } = await handler.handle(request, reply, { prefix, context })
      if (!matched && !context.answered)
        throw new Fault('NOT_FOUND', 'There is no such address in this API: see /api/v1/openapi.json.')
      return reply
    })
  })
}

function callerOf(core: Core, reply: FastifyReply): Promise<Caller> {
  return authenticate(core, reply.request.raw, cookies => {
    // A later line about the same cookie wins in browsers: signing in comes after removing what was no good.
    const before = reply.getHeader('set-cookie') ?? []
    reply.header('set-cookie', [before, cookies].flat().map(String))
  })
}

/** How soon a host, a database or a server that was away is worth another try. */
const awaySeconds = 5

/** Says in HTTP's own header, too, when it is worth trying again. */
export function retryLater<R extends { data: unknown; status: number }>(refusal: R, reply: FastifyReply): R {
  const { retryAfter = refusal.status === 503 ? awaySeconds : undefined } = (refusal.data ?? {}) as {
    retryAfter?: number
  }
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter)
  return refusal
}
