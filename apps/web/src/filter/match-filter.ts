import type { Vm } from '@porthole/contract'
import { texts } from '../texts/texts.ts'
import { numberOf, type Subject } from './fields.ts'
import { networkOf } from './network.ts'
import type { Comparison, Term } from './parse-filter.ts'

type Matcher = (subject: Subject) => boolean

const names = new WeakMap<Vm, string>()

/** All that names a VM, once per copy of it. */
function namesOf(vm: Vm): string {
  let text = names.get(vm)
  if (text === undefined) {
    text = [vm.name, vm.title, vm.notes, vm.state, texts.vms.states[vm.state], vm.id, ...vm.ips, ...vm.macs, ...vm.tags]
      .join('\n')
      .toLowerCase()
    names.set(vm, text)
  }
  return text
}

/** The terms as one question to a VM. Terms that can't be understood ask nothing. */
export function matcherOf(terms: readonly Term[]): Matcher {
  const matchers = terms.filter(({ problem }) => problem === null).map(termMatcher)
  return subject => matchers.every(matches => matches(subject))
}

function termMatcher({ field, comparison, values, negated }: Term): Matcher {
  const matchers = values.map(value => valueMatcher(field?.field ?? null, comparison, value))
  return subject => matchers.some(matches => matches(subject)) !== negated
}

function valueMatcher(
  field: NonNullable<Term['field']>['field'] | null,
  comparison: Comparison,
  value: string,
): Matcher {
  if (field === null) {
    if (value.includes('*')) return ({ vm }) => globs(value, vm.name.toLowerCase())
    return ({ vm, hostName }) => namesOf(vm).includes(value) || hostName.toLowerCase().includes(value)
  }
  switch (field.kind) {
    case 'number': {
      const number = numberOf(value, field.unit)
      if (typeof number !== 'number') return () => false
      return subject => compares(field.of(subject), comparison, number)
    }
    case 'word': {
      const wanted = field.words.get(value) ?? []
      return subject => field.of(subject).some(word => wanted.includes(word))
    }
    case 'address': {
      const network = networkOf(value)
      if (network) return subject => field.of(subject).some(network)
      return subject => field.of(subject).some(text => textMatches(text.toLowerCase(), comparison, value))
    }
    case 'text':
      return subject => field.of(subject).some(text => textMatches(text.toLowerCase(), comparison, value))
  }
}

function textMatches(text: string, comparison: Comparison, value: string): boolean {
  if (value.includes('*')) return globs(value, text)
  return comparison === '=' ? text === value : text.includes(value)
}

function compares(value: number | null, comparison: Comparison, wanted: number): boolean {
  if (value === null) return false
  switch (comparison) {
    case '>':
      return value > wanted
    case '>=':
      return value >= wanted
    case '<':
      return value < wanted
    case '<=':
      return value <= wanted
    default:
      return value === wanted
  }
}

/** Whether the whole text is as the pattern says, where "*" stands for anything. Each part is looked for once. */
export function globs(pattern: string, text: string): boolean {
  const parts = pattern.split('*')
  const first = parts.shift() ?? ''
  const last = parts.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false
  let at = first.length
  for (const part of parts) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= text.length - last.length
}

/** Whether the terms could be meant for a host itself: plain words and its name, and it has them. */
export function hostMatches(terms: readonly Term[], name: string): boolean {
  return terms.every(({ field, comparison, values, negated }) => {
    if (field !== null && field.name !== 'host') return false
    return values.some(value => textMatches(name.toLowerCase(), comparison, value)) !== negated
  })
}

export interface TermShare {
  readonly term: Term
  /** How many it matches by itself, and how many would be found without it. */
  readonly alone: number
  readonly without: number
}

/** For a filter that finds nothing: what each term does to that. */
export function whoExcludes(terms: readonly Term[], subjects: Iterable<Subject>): TermShare[] {
  const asked = terms.filter(({ problem }) => problem === null)
  const matchers = asked.map(termMatcher)
  const alone = asked.map(() => 0)
  const without = asked.map(() => 0)
  for (const subject of subjects) {
    const holds = matchers.map(matches => matches(subject))
    const failing = holds.filter(held => !held).length
    for (const [i, held] of holds.entries()) {
      if (held) alone[i] = (alone[i] ?? 0) + 1
      if (failing === (held ? 0 : 1)) without[i] = (without[i] ?? 0) + 1
    }
  }
  return asked.map((term, i) => ({ term, alone: alone[i] ?? 0, without: without[i] ?? 0 }))
}
