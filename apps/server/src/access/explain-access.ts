import { type Permission, permissions, type Reason } from '@porthole/contract'
import type { Core, Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { Source } from './access.ts'
import { has } from './mask.ts'
import { type Place, Reach } from './reach.ts'
import { nameOfScope } from './scope-name.ts'

type Input = { person: string; vm?: string | undefined; host?: string | undefined }

/** Asks the same code that decides, once for each thing that counts for the person: it can not tell another story. */
export const explainAccess: Verb<Input, { reasons: Reason[] }> = async (core, input) => {
  const person = await core.database.user.findUnique({ where: { id: input.person }, select: { id: true, role: true } })
  if (person === null) throw new Fault('NOT_FOUND', 'There is no such person.')
  const place = placeOf(core, input)
  const sources = core.access.sources(person)
  const reasonsFor = (permission: Permission): Reason[] => {
    const because = sources.filter(source => has(new Reach([source], core.access.placements).at(place), permission))
    return because.length === 0 ? [] : [{ permission, because: because.map(source => inWords(core, source)) }]
  }
  return { reasons: permissions.flatMap(reasonsFor) }
}

function placeOf({ hosts }: Core, { vm, host }: Input): Place | undefined {
  if (vm !== undefined) {
    const found = hosts.findVm({ id: vm, host }).vm
    return { vm: { id: found.id, host: found.host } }
  }
  return host === undefined ? undefined : { host: hosts.link(host).id }
}

const inWords = (core: Core, { role, group, on, until }: Source): Reason['because'][number] => ({
  role: core.access.role(role)?.name ?? role,
  group: group?.name ?? null,
  where: nameOfScope(core, on) ?? '',
  until: until === Number.POSITIVE_INFINITY ? null : new Date(until).toISOString(),
})
