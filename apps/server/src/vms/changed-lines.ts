import type { ChangedLine } from '@porthole/contract'

/** Lines that stay, shown around those that do not. */
const around = 2

/** What an edit in one place changed in a document, with a little of what stands around it; nothing where it changed nothing. */
export function changedLines(before: string, after: string): ChangedLine[] {
  const [from, to] = [lines(before), lines(after)]
  const shorter = Math.min(from.length, to.length)
  let head = 0
  while (head < shorter && from[head] === to[head]) head++
  let tail = 0
  while (tail < shorter - head && from.at(-1 - tail) === to.at(-1 - tail)) tail++
  const [gone, come] = [from.slice(head, from.length - tail), to.slice(head, to.length - tail)]
  if (gone.length === 0 && come.length === 0) return []
  const as = (kind: ChangedLine['kind']) => (text: string) => ({ kind, text })
  return [
    ...to.slice(Math.max(0, head - around), head).map(as('same')),
    ...gone.map(as('gone')),
    ...come.map(as('come')),
    ...to.slice(to.length - tail, to.length - tail + around).map(as('same')),
  ]
}

/** libvirt puts attributes in single quotes, an edited document in double ones. */
const lines = (xml: string) =>
  xml
    .trimEnd()
    .replace(/='([^'"]*)'/g, '="$1"')
    .split('\n')
