import type { EntryMeta, WriteMeta } from '@porthole/contract'
import type { StartedAct, Subject } from './audit/audit.ts'
import { subjectMade, subjectOf } from './audit/subject.ts'
import { addressKey } from './auth/attempts.ts'
import type { Caller, Core, Verb } from './core.ts'
import { databaseFault } from './database/database-fault.ts'
import { Fault } from './fault.ts'
import { findTarget, requirePermission, requireService, requireSignedIn, requireState } from './permit.ts'
import { UnderWay } from './under-way.ts'

/** An entry of the contract with the verb that does it. */
export interface Capability {
  readonly id: string
  readonly meta: EntryMeta
  readonly verb: Verb<unknown, unknown>
}

/** Everything that happens to a request whose input was parsed: who may, when, what is written down, and the act. */
export async function runCapability(
  core: Core,
  { id, meta, verb }: Capability,
  asked: unknown,
  caller: Caller,
): Promise<unknown> {
  requireSignedIn(meta, caller)
  const target = findTarget(core, meta, asked, caller)
  // Of two VMs with one UUID the verb must find the one that was asked about, whichever is on by then.
  const input = target.vm === null ? asked : { ...(asked as object), host: target.vm.host }
  if (meta.kind === 'read') {
    requirePermission(meta, target, caller)
    return verb(core, input, caller)
  }
  // Whoever is not signed in could otherwise fill the audit, or guess passwords, as fast as the line allows.
  const succeeded = meta.permission === 'anyone' ? core.auth.attempts.take(addressKey(caller.from)) : () => {}
  const subject = await subjectOf(core, meta, target, input)
  const act = { action: id, caller, ...subject, args: kept(meta, asked), events: meta.audit }
  try {
    requirePermission(meta, target, caller)
  } catch (fault) {
    await core.audit.refused(act, (fault as Fault).code)
    throw fault
  }
  requireService(core, id, target)
  requireState(meta, target)
  const made = (output: unknown) => subjectMade(meta, subject, input, output)
  try {
    const output = await doAudited(await core.audit.start(act), () => verb(core, input, caller), made)
    succeeded()
    return output
  } catch (error) {
    if (isHalfWay(error)) succeeded()
    throw error
  }
}

async function doAudited(
  started: StartedAct,
  act: () => Promise<unknown>,
  made: (output: unknown) => Subject | undefined,
): Promise<unknown> {
  try {
    const output = await act()
    if (output instanceof UnderWay) {
      output.end.then(
        () => started.done(),
        error => started.failed(faultOf(error).code),
      )
      return output.answer
    }
    started.done(made(output))
    return output
  } catch (error) {
    if (isHalfWay(error)) started.doneAs('codeAsked')
    else started.failed(faultOf(error).code)
    throw error
  }
}

/** Whoever is asked for a code has given the right password: nobody guesses, and nothing failed. */
const isHalfWay = (error: unknown) => error instanceof Fault && error.code === 'CODE_NEEDED'

/** What a person may read of any failure. The only place where an unknown one becomes INTERNAL. */
export function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error
  return databaseFault(error) ?? new Fault('INTERNAL', undefined, { cause: error })
}

function kept({ audit }: WriteMeta, input: unknown): Record<string, unknown> {
  const fields = input as Record<string, unknown>
  const given = audit.keeps.filter(name => fields[name] !== undefined)
  return Object.fromEntries(given.map(name => [name, withoutPassword(fields[name])]))
}

/** A URI may have come with a password, which is refused as input: then it is not kept either. */
function withoutPassword(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/(:\/\/[^:@/]*):.*@/s, '$1@') : value
}
