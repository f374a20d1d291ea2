import type { Bulk, JobItem } from '@porthole/contract'
import type { Caller, Core, Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { runCapability } from '../run-capability.ts'
import { capabilityOf, inputFor, namedVms } from './bulk.ts'

export const runBulk: Verb<Bulk, { id: string }> = async (core, bulk, caller) => {
  const { named, absent } = namedVms(core, bulk, caller)
  const able = named.filter(({ why }) => why === null).length
  if (able === 0) {
    throw new Fault('WRONG_STATE', named[0]?.why ?? 'These VMs are not there, or you may not see them.')
  }
  const items = named.map(({ vm: { id, host, name }, why }): JobItem => {
    return { id, host, pool: null, name, state: why === null ? 'queued' : 'skipped', why }
  })
  const log = [`Begins with ${able} of ${named.length} VMs.`]
  if (absent > 0) log.push(`${absent} more were named that are not there, or that may not be seen.`)
  const capability = capabilityOf(bulk)
  const id = await core.jobs.start(bulk.act, items, log, caller, async item => {
    await requireAccount(core, caller)
    return noteOf(await runCapability(core, capability, inputFor(core, bulk, item), caller))
  })
  return { id }
}

/** A job outlives the tab and the session, but not the account nor the token that it was begun with. */
async function requireAccount({ database }: Core, { person, credential }: Caller): Promise<void> {
  const token = credential?.startsWith('token ') ? credential.slice('token '.length) : null
  const where = { id: person?.id ?? '' }
  const alive =
    token === null
      ? await database.user.count({ where })
      : await database.apiToken.count({ where: { userId: where.id, name: token, expiresAt: { gt: new Date() } } })
  if (alive === 0) throw new Fault('NOT_ALLOWED', 'The account or token that began this job is not there any more.')
}

/** tagVm alone has something to say although it worked. */
function noteOf(output: unknown): string | null {
  return (output as { unwritten?: string | null }).unwritten ?? null
}
