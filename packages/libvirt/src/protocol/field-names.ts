import type { XdrReader } from '../xdr-reader.ts'

/** More names than this are not remembered: a host that invents names must not fill our memory. */
const rememberedNames = 8192

/** The name of a typed parameter, with what it looks like on the wire. */
export interface FieldName {
  readonly text: string
  /** Its bytes with their length in front, in words of four bytes. */
  readonly words: Int32Array
  /** The name that came after this one last time. */
  next: FieldName | null
  /** The last list in which it was seen. */
  round: number
}

/**
 * The names of typed parameters, remembered. Lists of one kind name the same fields in the same order, so the name that
 * followed last time is compared with the bytes at hand; only where it is another one a string is made of them.
 */
export class FieldNames {
  readonly #known = new Map<string, FieldName>()
  readonly #start: FieldName = { text: '', words: new Int32Array(1), next: null, round: 0 }
  #last = this.#start
  #round = 0

  /** Begins a list and gives its number. */
  begin(): number {
    this.#last = this.#start
    return ++this.#round
  }

  /** Reads a name. */
  read(reader: XdrReader): FieldName {
    const last = this.#last
    const guess = last.next
    if (guess !== null && reader.takeIf(guess.words)) {
      this.#last = guess
      return guess
    }
    const text = reader.string()
    const name = this.#known.get(text) ?? this.#remember(text)
    last.next = name
    this.#last = name
    return name
  }

  #remember(text: string): FieldName {
    const name = { text, words: wordsOf(text), next: null, round: 0 }
    if (this.#known.size >= rememberedNames) this.#known.clear()
    this.#known.set(text, name)
    return name
  }
}

function wordsOf(text: string): Int32Array {
  const bytes = Buffer.from(text)
  const words = new Int32Array(1 + Math.ceil(bytes.length / 4))
  const padded = Buffer.alloc(words.length * 4)
  padded.writeInt32BE(bytes.length)
  bytes.copy(padded, 4)
  return words.map((_, index) => padded.readInt32BE(index * 4))
}
