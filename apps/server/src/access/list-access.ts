import type { Holder, PersonInfo } from '@porthole/contract'
import type { Core, Verb } from '../core.ts'
import { listPeople } from '../people/list-people.ts'
import { maskOf, namesOf } from './mask.ts'
import { type Place, Reach } from './reach.ts'
import { placeAsked, sourceInWords } from './source-in-words.ts'

type Input = { vm?: string | undefined; host?: string | undefined }

/** Everybody who may do something there, by the code that decides; those who may do nothing are left out. */
export const listAccess: Verb<Input, { people: Holder[] }> = async (core, input, caller) => {
  const place = placeAsked(core, input)
  const { people } = await listPeople(core, {}, caller)
  return { people: people.flatMap(person => holder(core, person, place)) }
}

function holder(core: Core, person: PersonInfo, place: Place | undefined): Holder[] {
  const { placements } = core.access
  const kinds = place?.vm ? /^vm\./ : /^(host|vm|storage|network)\./
  const can = namesOf(core.access.of(person).at(place)).filter(permission => kinds.test(permission))
  if (can.length === 0) return []
  const here = maskOf(can)
  const sources = core.access.sources(person).filter(source => (new Reach([source], placements).at(place) & here) !== 0)
  return [{ person, can, because: sources.map(source => sourceInWords(core, source)) }]
}
