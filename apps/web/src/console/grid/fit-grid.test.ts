import { describe, expect, it } from 'vitest'
import { addressKey, consolesIn, consolesPath, consolesQuery } from './consoles-path.ts'
import { columnsFor, neighbour } from './fit-grid.ts'

describe('columnsFor', () => {
  it.each([
    [1, 1280, 700, 1],
    [2, 1280, 700, 2],
    [4, 1280, 700, 2],
    [6, 1280, 700, 3],
    [9, 1280, 700, 3],
    [3, 3440, 1300, 3],
    [2, 390, 700, 1],
  ])('shows %i consoles in %i × %i in %i columns', (count, width, height, columns) => {
    expect(columnsFor(count, { width, height })).toBe(columns)
  })

  it('has one column before the room is known', () => {
    expect(columnsFor(4, { width: 0, height: 0 })).toBe(1)
  })
})

it('leads to the neighbour, and stays at the edges', () => {
  const from = (key: string, at: number) => neighbour(key, at, 5, 3)
  expect(['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp'].map(key => from(key, 1))).toEqual([2, 4, 0, 1])
  expect(from('ArrowDown', 2)).toBe(2)
  expect(from('ArrowRight', 4)).toBe(4)
})

describe('the address of several consoles', () => {
  const [a, b] = [
    { id: 'a', host: 'h1' },
    { id: 'b', host: 'h2' },
  ]
  it('names the host only of those that another host has too', () => {
    expect(consolesPath([a, b], new Set(['b']))).toBe('/consoles?vm=a&vm=b%40h2')
    expect(consolesQuery([])).toBe('')
  })

  it('is read as it was written, each once, nine at most', () => {
    const named = consolesIn(new URLSearchParams('vm=a&vm=b%40h2&vm=a'))
    expect(named).toEqual([
      { id: 'a', host: null },
      { id: 'b', host: 'h2' },
    ])
    expect(consolesQuery(named)).toBe('?vm=a&vm=b%40h2')
    expect(named.map(addressKey)).toEqual(['a', 'b@h2'])
    const many = new URLSearchParams(Array.from({ length: 12 }, (_, i) => ['vm', String(i)]))
    expect(consolesIn(many)).toHaveLength(9)
  })
})
