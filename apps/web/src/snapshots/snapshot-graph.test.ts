import type { Snapshot } from '@porthole/contract'
import { expect, it } from 'vitest'
import { grownFrom, snapshotGraph } from './snapshot-graph.ts'

const snapshot = (name: string, parent: string | null, current = false): Snapshot => {
  return { name, parent, current, description: null, takenAt: null, state: 'shut-off', memory: false, hindrance: null }
}

/** "name@lane" with "|" for a line from above, "." for one that goes on, "(…)" what passes, "[…]" what begins here. */
const drawn = (snapshots: Snapshot[]) =>
  snapshotGraph(snapshots).map(({ snapshot, lane, above, below, passing, branches }) =>
    [
      `${above ? '|' : ''}${snapshot?.name ?? 'now'}@${lane}${below ? '.' : ''}`,
      passing.length > 0 && `(${passing})`,
      branches.length > 0 && `[${branches}]`,
    ]
      .filter(Boolean)
      .join(' '),
  )

it('draws what was taken one after the other as one line, to what the VM is now', () => {
  const chain = [snapshot('a', null), snapshot('b', 'a'), snapshot('c', 'b', true)]
  expect(drawn(chain)).toEqual(['a@0.', '|b@0.', '|c@0.', '|now@0'])
})

it('begins a line for whatever else grew out of one', () => {
  const back = [snapshot('a', null, true), snapshot('b', 'a'), snapshot('c', 'b')]
  expect(drawn(back)).toEqual(['a@0. [1]', '|b@0. (1)', '|c@0 (1)', '|now@1'])
  const both = [snapshot('a', null), snapshot('b', 'a'), snapshot('c', 'a', true), snapshot('d', 'b')]
  expect(drawn(both)).toEqual(['a@0. [1]', '|b@0. (1)', '|c@1. (0)', '|d@0 (1)', '|now@1'])
})

it('draws what it can where a parent is not there, is younger by the host’s clock, or is its own child', () => {
  expect(drawn([snapshot('b', 'gone'), snapshot('c', 'b')])).toEqual(['b@0.', '|c@0', 'now@1'])
  expect(drawn([snapshot('b', 'a', true), snapshot('a', null)])).toEqual(['a@0.', '|b@0.', '|now@0'])
  expect(drawn([snapshot('a', 'b'), snapshot('b', 'a')])).toEqual(['b@0.', '|a@0', 'now@1'])
})

it('names all that grew out of one', () => {
  const all = [snapshot('a', null), snapshot('b', 'a'), snapshot('c', 'a'), snapshot('d', 'b')]
  expect(grownFrom(all, 'a')).toEqual(['b', 'c', 'd'])
  expect(grownFrom(all, 'b')).toEqual(['d'])
  expect(grownFrom(all, 'd')).toEqual([])
})
