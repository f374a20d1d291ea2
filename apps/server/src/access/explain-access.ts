import { type Permission, permissions, type Reason } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { has } from './mask.ts'
import { Reach } from './reach.ts'
import { placeAsked, sourceInWords } from './source-in-words.ts'

type Input = { person: string; vm?: string | undefined; host?: string | undefined }

/** Asks the same code that decides, once for each thing that counts for the person: it can not tell another story. */
export const explainAccess: Verb<Input, { reasons: Reason[] }> = async (core, input) => {
  const person = await core.database.user.findUnique({ where: { id: input.person }, select: { id: true, role: true } })
  if (person === null) throw new Fault('NOT_FOUND', 'There is no such person.')
  const place = placeAsked(core, input)
  const sources = core.access.sources(person)
  const reasonsFor = (permission: Permission): Reason[] => {
    const because = sources.filter(source => has(new Reach([source], core.access.placements).at(place), permission))
    return because.length === 0 ? [] : [{ permission, because: because.map(source => sourceInWords(core, source)) }]
  }
  return { reasons: permissions.flatMap(reasonsFor) }
}
