import { expect, it } from 'vitest'
import { chords } from './keys.ts'
import { parseChord } from './parse-chord.ts'

it.each([
  ['ctrl+alt+f2', 'Ctrl+Alt+F2', ['ControlLeft', 'AltLeft', 'F2']],
  [' Strg + Alt + Entf ', 'Ctrl+Alt+Del', ['ControlLeft', 'AltLeft', 'Delete']],
  ['Win+L', 'Super+L', ['MetaLeft', 'KeyL']],
  ['alt+print+h', 'Alt+SysRq+H', ['AltLeft', 'PrintScreen', 'KeyH']],
  ['AltGr+7', 'AltGr+7', ['AltRight', 'Digit7']],
])('reads %s', (text, label, codes) => {
  const chord = parseChord(text)
  expect(chord?.label).toBe(label)
  expect(chord?.keys.map(({ code }) => code)).toEqual(codes)
  expect(parseChord(label)).toEqual(chord)
})

it('reads what the menu has', () => {
  const known = chords('Super').flat()
  for (const chord of known.filter(({ label }) => label !== 'PrintScreen'))
    expect(parseChord(chord.label)).toEqual(chord)
})

it.each(['', '+', 'ctrl+', 'F13', 'ctrl+alt+nothing', 'ab', 'a+b+c+d+e+f+g', 'constructor', 'ä'])(
  'refuses "%s"',
  text => {
    expect(parseChord(text)).toBeNull()
  },
)
