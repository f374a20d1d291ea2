import { texts } from '../texts/texts.ts'
import { fields } from './fields.ts'
import { parseFilter, quoted } from './parse-filter.ts'

export interface Completion {
  /** What stands in the field afterwards, and where the caret does. */
  readonly text: string
  readonly caret: number
  /** What is offered, and what it means. */
  readonly label: string
  readonly hint: string
}

/** Names that a filter can be completed with, beside the words of the language itself. */
export type Vocabulary = Readonly<Record<string, readonly string[]>>

const most = 8

/** What the term at the caret may become: names of fields first, then the values of its field. */
export function completeFilter(text: string, caret: number, vocabulary: Vocabulary): Completion[] {
  const term = parseFilter(text).find(({ start, end }) => start < caret && caret <= end)
  if (!term) return []
  const typed = text.slice(term.start + (term.negated ? 1 : 0), caret)
  const from = caret - typed.length
  const replace = (word: string, label: string, hint: string, more: boolean): Completion => {
    const rest = text.slice(term.end)
    const gap = more || rest.startsWith(' ') ? '' : ' '
    const before = text.slice(0, from) + word
    return { text: before + gap + rest, caret: before.length + (more ? 0 : 1), label, hint }
  }
  if (!term.field) {
    const prefix = typed.toLowerCase()
    return Object.entries(fields)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, { kind }]) => {
        const word = kind === 'number' ? `${name}>` : `${name}:`
        return replace(word, word, texts.filter.fields[name] ?? '', true)
      })
      .slice(0, most)
  }
  const { name, field } = term.field
  const opener = typed.slice(
    0,
    Math.max(typed.indexOf(term.comparison) + term.comparison.length, typed.lastIndexOf(',') + 1),
  )
  const begun = typed.slice(opener.length).replaceAll('"', '').toLowerCase()
  const values = field.kind === 'word' ? [...field.words.keys()] : (vocabulary[name] ?? [])
  return values
    .filter(value => value.toLowerCase().startsWith(begun) && value.toLowerCase() !== begun)
    .slice(0, most)
    .map(value => replace(opener + quoted(value), value, texts.filter.fields[name] ?? '', false))
}
