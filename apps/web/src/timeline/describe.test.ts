import { contract, type EntryMeta } from '@porthole/contract'
import { expect, it } from 'vitest'
import { timelineTexts } from '../texts/timeline-texts.ts'

const acts = Object.values(contract)
  .flatMap(group => Object.entries(group))
  .filter(([, entry]) => (entry as unknown as { '~orpc': { meta: EntryMeta } })['~orpc'].meta.kind === 'write')
  .map(([id]) => id)

it('has words for each act that the audit writes down', () => {
  expect(acts.filter(id => !Object.hasOwn(timelineTexts.actions, id))).toEqual([])
})
