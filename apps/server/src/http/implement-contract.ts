import { type AnyProcedure, implement, Procedure } from '@orpc/server'
import { contract, type EntryMeta } from '@porthole/contract'
import type { FastifyReply } from 'fastify'
import type * as z from 'zod/mini'
import type { Caller, Core, Verb } from '../core.ts'
import { LongReply } from '../long-reply.ts'
import type { Routes } from '../routes.ts'
import { runCapability } from '../run-capability.ts'
import { sendLongReply } from './send-long-reply.ts'
import { strict } from './strict.ts'

/** What travels with a request through oRPC. */
export interface RequestContext {
  readonly reply: FastifyReply
  /** Set once it is known who asks. */
  readonly caller?: Caller
  /** The reply is on its way already. */
  answered?: boolean
}

/** Thrown in place of an answer to whoever would send it: it is on its way already. */
export const answered = new Error('a long reply was sent')

interface Entry {
  readonly '~orpc': { readonly meta: EntryMeta }
  handler(run: (options: { input: unknown; context: RequestContext }) => Promise<unknown>): AnyProcedure
}

/**
 * Binds each entry to its verb. `Routes` has checked every verb against its entry; here, where all are treated alike,
 * the types are let go.
 */
export function implementContract(core: Core, routes: Routes) {
  const groups = implement(contract).$context<RequestContext>() as unknown as Record<string, Record<string, Entry>>
  const bindGroup = ([group, verbs]: [string, object]) => [
    group,
    Object.fromEntries(Object.entries(verbs).map(([id, verb]) => [id, bind(core, id, entry(groups, group, id), verb)])),
  ]
  return Object.fromEntries(Object.entries(routes).map(bindGroup))
}

function entry(groups: Record<string, Record<string, Entry>>, group: string, id: string): Entry {
  const found = groups[group]?.[id]
  if (found === undefined) throw new Error(`the contract has no ${group}.${id}`)
  return found
}

function bind(core: Core, id: string, entry: Entry, verb: Verb<unknown, unknown>): object {
  const capability = { id, meta: entry['~orpc'].meta, verb }
  const bound = entry.handler(async ({ input, context }) => {
    if (context.caller === undefined) throw new Error(`nobody was asked who calls ${id}`)
    const output = await runCapability(core, capability, input, context.caller)
    if (!(output instanceof LongReply)) return output
    sendLongReply(context.reply, output)
    throw answered
  })
  return capability.meta.kind === 'write' ? takingNoOtherField(bound) : bound
}

function takingNoOtherField({ '~orpc': bound }: AnyProcedure): AnyProcedure {
  return new Procedure({ ...bound, inputSchema: strict(bound.inputSchema as z.core.$ZodType) as z.ZodMiniType })
}
