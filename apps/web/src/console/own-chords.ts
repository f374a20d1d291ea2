import type { Chord } from './keys.ts'
import { parseChord } from './parse-chord.ts'

const storageKey = 'porthole.chords'
const most = 12

/** The combinations that somebody made in this browser. */
export function ownChords(): Chord[] {
  const labels = (localStorage.getItem(storageKey) ?? '').split('\n').filter(Boolean)
  return labels.map(parseChord).filter(chord => chord !== null)
}

export function keepChord(chord: Chord): void {
  const others = ownChords().filter(({ label }) => label !== chord.label)
  write([chord, ...others].slice(0, most))
}

export function forgetChord(chord: Chord): void {
  write(ownChords().filter(({ label }) => label !== chord.label))
}

function write(chords: readonly Chord[]): void {
  localStorage.setItem(storageKey, chords.map(({ label }) => label).join('\n'))
}
