import { expect, it } from 'vitest'
import { chords } from './keys.ts'

const all = chords('Super').flat()

it('names each chord once', () => {
  expect(new Set(all.map(({ label }) => label)).size).toBe(all.length)
  expect(all.map(({ label }) => label)).toEqual(expect.arrayContaining(['Ctrl+Alt+Del', 'Ctrl+Alt+F12', 'F1', 'Super']))
})

it('gives each key both its X keysym and its place on the keyboard', () => {
  const f12 = all.find(({ label }) => label === 'Ctrl+Alt+F12')
  expect(f12?.keys).toEqual([
    { keysym: 0xffe3, code: 'ControlLeft' },
    { keysym: 0xffe9, code: 'AltLeft' },
    { keysym: 0xffc9, code: 'F12' },
  ])
})
