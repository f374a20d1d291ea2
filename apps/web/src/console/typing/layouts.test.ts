import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Layout, type LayoutTable, type Stroke } from './layout.ts'
import { layoutNames, tables } from './layouts.ts'

/** What Linux calls keys, by KeyboardEvent.code, from the place that each has in the rows of a keyboard. */
const rows: readonly [first: number, codes: readonly string[]][] = [
  [2, [...'1234567890'].map(digit => `Digit${digit}`).concat('Minus', 'Equal')],
  [16, [...'QWERTYUIOP'].map(letter => `Key${letter}`).concat('BracketLeft', 'BracketRight')],
  [30, [...'ASDFGHJKL'].map(letter => `Key${letter}`).concat('Semicolon', 'Quote', 'Backquote')],
  [43, ['Backslash', ...[...'ZXCVBNM'].map(letter => `Key${letter}`), 'Comma', 'Period', 'Slash']],
  [57, ['Space']],
  [86, ['IntlBackslash']],
  [89, ['IntlRo']],
  [124, ['IntlYen']],
]
const linux = new Map(rows.flatMap(([first, codes]) => codes.map((code, i) => [code, first + i] as const)))

interface Question {
  readonly layout: string
  readonly variant: string
  readonly strokes: readonly (readonly [key: number, shift: boolean, altGr: boolean])[]
}

/** What a desktop of that layout reads, as libxkbcommon says. */
function readBack(questions: readonly Question[]): string[] {
  const script = join(import.meta.dirname, 'layouts/xkb.py')
  return JSON.parse(execFileSync('python3', [script, 'read'], { input: JSON.stringify(questions), encoding: 'utf8' }))
}

const load = async (name: keyof typeof tables): Promise<LayoutTable> => (await tables[name]()).default
const pressed = ({ code, shift, altGr }: Stroke) => [linux.get(code) ?? 0, shift, altGr] as const

it.each(layoutNames)('types all that %s has, and a desktop of that layout reads just that', async name => {
  const table = await load(name)
  const layout = new Layout(table)
  const characters = layout.characters()
  expect(characters.length).toBeGreaterThan(94)
  const [xkbLayout = '', variant = ''] = table.xkb
  const questions = characters.map(character => {
    const strokes = (layout.strokes(character) ?? []).map(pressed)
    return { layout: xkbLayout, variant, strokes }
  })
  const whole = { layout: xkbLayout, variant, strokes: questions.flatMap(({ strokes }) => strokes) }
  const [all, ...each] = readBack([whole, ...questions])
  expect(each.join(' ')).toBe(characters.join(' '))
  expect(all).toBe(characters.join(''))
})

/** Printable ASCII: passwords and shell commands must go everywhere. */
const ascii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))

it.each(layoutNames)('types all of ASCII with %s', async name => {
  const layout = new Layout(await load(name))
  expect(ascii.filter(character => layout.strokes(character) === null)).toEqual([])
})

it('says what a keyboard does not have', async () => {
  const us = new Layout(await load('us'))
  expect(['ß', 'é', '€', '漢', '\u0000'].map(character => us.strokes(character))).toEqual([
    null,
    null,
    null,
    null,
    null,
  ])
})
