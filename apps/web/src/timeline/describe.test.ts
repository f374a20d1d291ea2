import { contract, type EntryMeta } from '@porthole/contract'
import { expect, it } from 'vitest'
import { timelineTexts } from '../texts/timeline-texts.ts'
import { type TimelineEntry, whatHappened } from './describe.ts'

const acts = Object.values(contract)
  .flatMap(group => Object.entries(group))
  .filter(([, entry]) => (entry as unknown as { '~orpc': { meta: EntryMeta } })['~orpc'].meta.kind === 'write')
  .map(([id]) => id)

it('has words for each act that the audit writes down', () => {
  expect(acts.filter(id => !Object.hasOwn(timelineTexts.actions, id))).toEqual([])
})

it.each([
  ['createNetwork', { name: 'lab', mode: 'nat' }, 'Create network: lab'],
  ['stopNetwork', { network: 'lab' }, 'Stop network: lab'],
  ['createVm', { name: 'web-01', network: { kind: 'network', name: 'lab' } }, 'Create VM'],
  ['deleteVolume', { pool: 'default', volume: 'old.qcow2' }, 'Delete volume: default/old.qcow2'],
])('says of %s what it was about', (action, args, words) => {
  expect(whatHappened({ action, args } as unknown as TimelineEntry)).toBe(words)
})
