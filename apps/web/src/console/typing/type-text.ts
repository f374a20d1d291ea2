import type { Key } from '../keys.ts'
import type { Layout, Stroke } from './layout.ts'

const shiftKey: Key = { code: 'ShiftLeft', keysym: 0xffe1 }
const altGrKey: Key = { code: 'AltRight', keysym: 0xfe03 }

/** The keys of each character of a text. */
export type Strokes = readonly (readonly Stroke[])[]

/** The keys of a whole text, or the characters that the layout does not have. */
export function strokesOf(text: string, layout: Layout): { strokes: Strokes } | { missing: string } {
  const characters = [...text.replaceAll(/\r\n?/g, '\n').normalize('NFC')]
  const all = characters.map(character => ({ character, strokes: layout.strokes(character) }))
  const missing = [...new Set(all.filter(({ strokes }) => strokes === null).map(({ character }) => character))]
  return missing.length > 0 ? { missing: missing.join(' ') } : { strokes: all.map(({ strokes }) => strokes ?? []) }
}

interface Hands {
  /** False when the key can not get to the guest any more. */
  send(key: Key, down: boolean): boolean
  /** A guest reads its keyboard's 16 bytes of memory when it comes to it: what is typed faster is lost. */
  readonly pauseMs: number
  readonly signal: AbortSignal
  progress(done: number): void
}

/** Types, and lets go of all keys however it ends. The answer is how many characters were typed. */
export async function typeText(all: Strokes, { send, pauseMs, signal, progress }: Hands): Promise<number> {
  const held = new Set<Key>()
  const hold = (key: Key, down: boolean): boolean => {
    if (held.has(key) === down) return true
    if (down) held.add(key)
    else held.delete(key)
    return send(key, down)
  }
  let done = 0
  try {
    for (const strokes of all) {
      for (const stroke of strokes) {
        if (signal.aborted) return done
        const sent = hold(shiftKey, stroke.shift) && hold(altGrKey, stroke.altGr) && send(stroke, true)
        if (!sent || !send(stroke, false)) return done
        await new Promise(resolve => setTimeout(resolve, pauseMs))
      }
      progress(++done)
    }
    return done
  } finally {
    for (const key of held) send(key, false)
  }
}
