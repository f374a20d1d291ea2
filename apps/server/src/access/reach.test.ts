import { expect, test } from 'vitest'
import { numberOf } from '../hosts/vm-record.ts'
import { has, maskOf, namesOf } from './mask.ts'
import { Placements } from './placements.ts'
import { type Held, Reach } from './reach.ts'

const see = maskOf(['vm.see'])
const power = maskOf(['vm.see', 'vm.power'])
const vm = { id: 'v1', host: 'h1' }
const other = { id: 'v2', host: 'h2' }
const placements = new Placements(
  [
    { id: 'top', name: 'lab', parent: null },
    { id: 'inner', name: 'builders', parent: 'top' },
    { id: 'beside', name: 'shop', parent: null },
  ],
  [{ vm: 'v1', folderId: 'inner' }],
  [
    { vm: 'v1', tag: 'prod' },
    { vm: 'v1', tag: 'db' },
  ],
)
const reach = (...held: Held[]) => new Reach(held, placements)

test('a mask names its permissions, and names nobody knows grant nothing', () => {
  expect(namesOf(maskOf(['vm.power', 'vm.see', 'vm.fly']))).toEqual(['vm.see', 'vm.power'])
  expect(namesOf(see)).toBe(namesOf(see))
  expect(has(see, 'vm.power')).toBe(false)
})

test.each([
  ['everything', { kind: 'everything' }],
  ['its host', { kind: 'host', host: 'h1' }],
  ['itself', { kind: 'vm', vm: 'v1' }],
  ['its folder', { kind: 'folder', folder: 'inner' }],
  ['the folder above', { kind: 'folder', folder: 'top' }],
  ['a tag that it carries', { kind: 'tag', tag: 'db' }],
] as const)('a grant on %s holds for the VM', (_, on) => {
  expect(reach({ mask: power, on }).at({ vm })).toBe(power)
  expect(reach({ mask: power, on }).at({ vm: other })).toBe(on.kind === 'everything' ? power : 0)
})

test('what holds for a VM by its UUID holds for it by its number, and for no other number', () => {
  const all = reach({ mask: see, on: { kind: 'vm', vm: 'v1' } }, { mask: power, on: { kind: 'tag', tag: 'db' } })
  expect(all.at({ vm: { ...vm, number: numberOf('v1') } })).toBe(all.at({ vm }))
  expect(all.at({ vm })).toBe(power)
  expect(all.at({ vm: { ...vm, id: 'v2', number: numberOf('v2') } })).toBe(0)
  expect(all.at({ vm: { ...vm, id: 'nobody has numbered this' } })).toBe(0)
})

test.each([
  ['another host', { kind: 'host', host: 'h2' }],
  ['another VM', { kind: 'vm', vm: 'v2' }],
  ['a folder beside', { kind: 'folder', folder: 'beside' }],
  ['a tag that it does not carry', { kind: 'tag', tag: 'test' }],
  ['a pool of its host', { kind: 'pool', host: 'h1', pool: 'default' }],
] as const)('a grant on %s does not', (_, on) => {
  const told = reach({ mask: power, on }).at({ vm })
  expect(told & power).toBe(0)
})

test('grants add up, and what holds somewhere does not hold everywhere', () => {
  const both = reach({ mask: see, on: { kind: 'host', host: 'h1' } }, { mask: power, on: { kind: 'tag', tag: 'prod' } })
  expect(both.at({ vm })).toBe(power)
  expect(both.at({ vm: { id: 'v3', host: 'h1' } })).toBe(see)
  expect(both.at()).toBe(0)
  expect(both.somewhere).toBe(power)
})

test('a VM does not show its host; a pool does, and a host shows its pools', () => {
  const all = maskOf(['host.see', 'vm.see', 'storage.see'])
  expect(reach({ mask: all, on: { kind: 'vm', vm: 'v1' } }).at({ host: 'h1' })).toBe(0)
  const onPool = reach({ mask: all, on: { kind: 'pool', host: 'h1', pool: 'iso' } })
  expect(namesOf(onPool.at({ host: 'h1' }))).toEqual(['host.see'])
  expect(onPool.at({ pool: { host: 'h1', name: 'iso' } })).toBe(all)
  expect(namesOf(onPool.at({ pool: { host: 'h1', name: 'secret' } }))).toEqual(['host.see'])
  expect(reach({ mask: all, on: { kind: 'host', host: 'h1' } }).at({ pool: { host: 'h1', name: 'iso' } })).toBe(all)
})

test('two that say the same are the same, however it was granted', () => {
  const [host, tag] = [{ kind: 'host', host: 'h1' } as const, { kind: 'tag', tag: 'prod' } as const]
  const one = reach({ mask: see, on: host }, { mask: power, on: host })
  expect(one.isAs(reach({ mask: power, on: host }))).toBe(true)
  expect(one.isAs(reach({ mask: see, on: host }))).toBe(false)
  expect(one.isAs(reach({ mask: power, on: host }, { mask: see, on: tag }))).toBe(false)
  expect(one.looksAtPlacements).toBe(false)
  expect(reach({ mask: see, on: tag }).looksAtPlacements).toBe(true)
})

test('folders that contain each other are walked through once', () => {
  const round = new Placements(
    [
      { id: 'a', name: 'a', parent: 'b' },
      { id: 'b', name: 'b', parent: 'a' },
    ],
    [{ vm: 'v1', folderId: 'a' }],
    [],
  )
  expect(new Reach([{ mask: see, on: { kind: 'folder', folder: 'b' } }], round).at({ vm })).toBe(see)
})
