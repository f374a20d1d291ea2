import { ORPCError, ValidationError } from '@orpc/server'
import { errorCodes } from '@porthole/contract'
import type { Logger } from 'pino'
import { Fault } from '../fault.ts'
import { faultOf } from '../run-capability.ts'

/**
 * Any failure as the body and status that the contract promises: code, status, sentence, data. What a person can not
 * do anything about is logged with its stack, and its text stays here.
 */
export function refusalOf(error: unknown, log: Logger): ORPCError<string, unknown> {
  const fault = badInput(error) ?? faultOf(error)
  const { code, cause, data } = fault
  const { status, sentence } = errorCodes[code]
  if (code === 'INTERNAL') log.error({ err: cause ?? fault }, 'a request failed in a way that nobody foresaw')
  else if (status >= 500) log.warn({ err: cause ?? fault, code }, fault.message)
  const message = code === 'INTERNAL' ? sentence : fault.message
  return new ORPCError(code, { defined: true, status, message, data })
}

function badInput(error: unknown): Fault | null {
  if (!(error instanceof ORPCError)) return null
  if (error.code !== 'BAD_REQUEST') return null
  if (!(error.cause instanceof ValidationError)) {
    return new Fault('BAD_INPUT', 'The request is not well formed: send JSON as the API description says.')
  }
  const issues = error.cause.issues.map(issue => {
    const { path = [], message } = issue
    // Of a field that is none, zod names the object around it.
    const { keys = [] } = issue as { keys?: readonly string[] }
    const steps = [...path, ...keys.slice(0, 1)]
    return { path: steps.map(step => String(typeof step === 'object' ? step.key : step)).join('.'), message }
  })
  return new Fault('BAD_INPUT', undefined, { data: { issues } })
}
