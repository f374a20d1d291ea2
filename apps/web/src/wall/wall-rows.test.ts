import { expect, it } from 'vitest'
import type { TableItem } from '../hosts/table-items.ts'
import { moveOnWall, wallRows } from './wall-rows.ts'

const item = (key: string, kind = 'vm') => ({ kind, key }) as TableItem
const items = [
  item('host one', 'host'),
  ...['a', 'b', 'c', 'd'].map(key => item(key)),
  item('failure d', 'failure'),
  item('e'),
  item('host two', 'host'),
  item('f'),
]
const rows = wallRows(items, 3)

it('fills lines with tiles, begins anew below each heading, and puts what failed below its line', () => {
  expect(rows.map(row => (row.kind === 'tiles' ? row.tiles.map(({ key }) => key).join('') : row.key))).toEqual([
    'host one',
    'abc',
    'de',
    'failure d',
    'host two',
    'f',
  ])
})

it('goes by arrows as the eye does, over headings, and no further than the ends', () => {
  expect(moveOnWall(rows, 'c', 'right')).toBe('d')
  expect(moveOnWall(rows, 'c', 'down')).toBe('e')
  expect(moveOnWall(rows, 'e', 'down')).toBe('f')
  expect(moveOnWall(rows, 'f', 'up')).toBe('d')
  expect(moveOnWall(rows, 'a', 'left')).toBeNull()
  expect(moveOnWall(rows, 'a', 'page-down')).toBe('f')
  expect(moveOnWall(rows, 'c', 'first')).toBe('a')
  expect(moveOnWall(rows, 'c', 'last')).toBe('f')
})
