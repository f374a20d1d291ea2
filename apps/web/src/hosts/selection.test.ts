import { expect, it } from 'vitest'
import { Selection } from './selection.ts'

const order = ['a', 'b', 'c', 'd', 'e']

it('selects one, a range from it either way, all, and none', () => {
  const selection = new Selection()
  selection.follow(order)
  selection.toggle('d', false)
  selection.toggle('b', true)
  expect(selection.keys().sort()).toEqual(['b', 'c', 'd'])
  expect(selection.extent()).toBe('some')
  selection.toggle('c', false)
  selection.toggle('e', true)
  expect(selection.keys().sort()).toEqual(['b', 'c', 'd', 'e'])
  selection.all(true)
  expect(selection.extent()).toBe('all')
  selection.toggle('b', false)
  selection.toggle('d', true)
  expect(selection.keys().sort()).toEqual(['a', 'e'])
  selection.all(false)
  expect(selection.count()).toBe(0)
})

it('lets go of what the table does not show any more, and tells of it', () => {
  const selection = new Selection()
  selection.follow(order)
  selection.all(true)
  let told = 0
  selection.subscribe(() => told++)
  selection.follow(['b', 'd'])
  expect(selection.keys()).toEqual(['b', 'd'])
  expect(told).toBe(1)
})
