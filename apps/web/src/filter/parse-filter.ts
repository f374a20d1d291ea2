import { texts } from '../texts/texts.ts'
import { type Field, fieldNamed, numberOf } from './fields.ts'
import { networkOf } from './network.ts'

export type Comparison = ':' | '=' | '>' | '>=' | '<' | '<='

/** One word of a filter. All of them must hold. */
export interface Term {
  /** As typed, and where: from `start` up to `end`. */
  readonly text: string
  readonly start: number
  readonly end: number
  /** It begins with "-": what it says must not hold. */
  readonly negated: boolean
  /** Null for plain words, which are looked for in all that names a VM. */
  readonly field: { readonly name: string; readonly field: Field } | null
  readonly comparison: Comparison
  /** One of them must hold, in lower case. */
  readonly values: readonly string[]
  /** Why it can't be understood; such a term filters nothing. */
  readonly problem: string | null
}

/** Longer ones are no filter that a person typed. */
const longest = 1000

/**
 * Reads `state:running host:kvm* -name:old "two words" mem>=4G vcpus:2,4`. Never throws, and looks at each character a
 * fixed number of times, whatever is typed.
 */
export function parseFilter(text: string): Term[] {
  const terms: Term[] = []
  const end = Math.min(text.length, longest)
  let at = 0
  while (at < end) {
    if (isSpace(text.charAt(at))) {
      at++
      continue
    }
    const start = at
    let quoted = false
    while (at < end && (quoted || !isSpace(text.charAt(at)))) {
      if (text.charAt(at) === '"') quoted = !quoted
      at++
    }
    terms.push(readTerm(text.slice(start, at), start, quoted))
  }
  return terms
}

const isSpace = (char: string) => /\s/.test(char)

function readTerm(text: string, start: number, openQuote: boolean): Term {
  const negated = text.length > 1 && text.startsWith('-')
  const body = negated ? text.slice(1) : text
  const name = /^[a-z]{1,20}(?=[:=<>])/i.exec(body)?.[0] ?? null
  const rest = name === null ? body : body.slice(name.length)
  const comparison = name === null ? ':' : ((/^(?:[<>]=|[:=<>])/.exec(rest)?.[0] ?? ':') as Comparison)
  const field = name === null ? null : (fieldNamed(name) ?? null)
  const values = name === null ? [unquoted(body)] : split(rest.slice(comparison.length))
  const term = { text, start, end: start + text.length, negated, field, comparison, values }
  const unknown = name !== null && field === null ? texts.filter.noField(name) : null
  return { ...term, problem: openQuote ? texts.filter.openQuote : (unknown ?? problemOf(term)) }
}

function problemOf({ field, comparison, values, text }: Omit<Term, 'problem'>): string | null {
  if (field === null) return null
  const { field: spec, name } = field
  if (values.length === 0) return texts.filter.noValue(text)
  if (spec.kind !== 'number') {
    if (/[<>]/.test(comparison)) return texts.filter.notOrdered(name)
    const wrong = spec.kind === 'address' ? values.find(value => value.includes('/') && !networkOf(value)) : undefined
    if (wrong !== undefined) return texts.filter.noNetwork(wrong)
    const bad = spec.kind === 'word' ? values.find(value => !spec.words.has(value)) : undefined
    return bad === undefined || spec.kind !== 'word' ? null : texts.filter.noWord(name, bad, [...spec.words.keys()])
  }
  for (const value of values) {
    const number = numberOf(value, spec.unit)
    if (typeof number !== 'number') return number.problem
  }
  return null
}

/** Parts between commas that stand in no quotes. */
function split(text: string): string[] {
  const parts = ['']
  let quoted = false
  for (const char of text) {
    if (char === '"') quoted = !quoted
    if (char === ',' && !quoted) parts.push('')
    else parts.push((parts.pop() ?? '') + char)
  }
  return parts.map(unquoted).filter(part => part !== '')
}

const unquoted = (text: string) => text.replaceAll('"', '').toLowerCase()

/** A value so that it is read back as it is. */
export function quoted(value: string): string {
  return /[\s,"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value
}
