import type { Key } from '../keys.ts'

/** A layout's file, as README.md tells. */
export interface LayoutTable {
  readonly name: string
  readonly xkb: readonly string[]
  readonly keys: Readonly<Record<string, readonly string[]>>
}

/** One key, pressed with these held. */
export interface Stroke extends Key {
  readonly shift: boolean
  readonly altGr: boolean
}

const dottedCircle = '\u25cc'
/** Accents that make these with a space; others make something else on every system. */
const spaced: Readonly<Record<string, string>> = { '`': '\u0300', '^': '\u0302', '~': '\u0303' }
/** What X calls a dead key, by its accent: X11/keysymdef.h. */
const deadKeysyms: Readonly<Record<string, number>> = {
  ...{ '\u0300': 0xfe50, '\u0301': 0xfe51, '\u0302': 0xfe52, '\u0303': 0xfe53, '\u0304': 0xfe54, '\u0306': 0xfe55 },
  ...{ '\u0307': 0xfe56, '\u0308': 0xfe57, '\u030a': 0xfe58, '\u030b': 0xfe59, '\u030c': 0xfe5a, '\u0327': 0xfe5b },
  ...{ '\u0328': 0xfe5c },
}
const plain = { shift: false, altGr: false }
const control: Readonly<Record<string, Stroke>> = {
  '\n': { code: 'Enter', keysym: 0xff0d, ...plain },
  '\t': { code: 'Tab', keysym: 0xff09, ...plain },
}
/** The last letter that an accent of Latin scripts is found on. */
const lastAccented = 0x24f

/** Which keys make which character on a keyboard of one layout. */
export class Layout {
  readonly name: string
  readonly #strokes = new Map<string, Stroke>()

  constructor({ name, keys }: LayoutTable) {
    this.name = name
    const rows = Object.entries(keys)
    // Of two ways to a character the one with less to hold: systems differ least there.
    for (let level = 0; level < 4; level++) for (const [code, signs] of rows) this.#add(code, level, signs[level] ?? '')
  }

  /** The keys in their order, dead keys included; null where the keyboard does not have the character. */
  strokes(character: string): readonly Stroke[] | null {
    const one = control[character] ?? this.#strokes.get(character)
    if (one !== undefined) return [one]
    const [base = '', accent, ...more] = character in spaced ? [' ', spaced[character]] : character.normalize('NFD')
    const dead = this.#strokes.get(dottedCircle + accent)
    const letter = this.#strokes.get(base)
    return dead === undefined || letter === undefined || more.length > 0 ? null : [dead, letter]
  }

  /** Every character that can be typed, but for the keys Enter and Tab. */
  characters(): string[] {
    const direct = [...this.#strokes.keys()].filter(sign => !sign.startsWith(dottedCircle) || sign === dottedCircle)
    const accented = Array.from({ length: lastAccented }, (_, code) => String.fromCodePoint(code))
    return [...new Set([...direct, ...Object.keys(spaced), ...accented])].filter(
      sign => sign >= ' ' && this.strokes(sign) !== null,
    )
  }

  #add(code: string, level: number, sign: string): void {
    if (sign === '' || this.#strokes.has(sign)) return
    const keysym = sign.length > 1 && sign.startsWith(dottedCircle) ? deadKeysyms[sign.slice(1)] : keysymOf(sign)
    if (keysym === undefined) return
    this.#strokes.set(sign, { code, keysym, shift: (level & 1) === 1, altGr: level >= 2 })
  }
}

/** X11/keysymdef.h: Latin-1 as it stands, all else by its code point. */
function keysymOf(sign: string): number {
  const point = sign.codePointAt(0) ?? 0
  return point < 0x100 ? point : 0x1000000 + point
}
