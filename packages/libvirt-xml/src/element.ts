import type { Element } from '@xmldom/xmldom'
import type { Odd } from './document.ts'

const elementNode = 1
const textNodes = [3, 4]

/** Child elements, all or those of one name. Not recursive: a `<name>` deeper down belongs to something else. */
export function children(of: Element | null, name?: string): Element[] {
  const found: Element[] = []
  for (let node = of?.firstChild ?? null; node; node = node.nextSibling)
    if (node.nodeType === elementNode && (name === undefined || node.nodeName === name)) found.push(node as Element)
  return found
}

/** The first element along a path of names, such as `child(domain, 'os', 'loader')`. */
export function child(of: Element | null, ...path: string[]): Element | null {
  return path.reduce<Element | null>((at, name) => children(at, name)[0] ?? null, of)
}

/** An attribute's value; null when it or the element is absent. */
export function attribute(of: Element | null, name: string): string | null {
  return of?.getAttributeNode(name)?.value ?? null
}

/** The element's own text as it stands, white space included; null when there is none. */
export function rawText(of: Element | null): string | null {
  let joined = ''
  for (let node = of?.firstChild ?? null; node; node = node.nextSibling)
    if (textNodes.includes(node.nodeType)) joined += node.nodeValue ?? ''
  return joined || null
}

/** The element's own text without surrounding white space; null when there is none. */
export function text(of: Element | null): string | null {
  return rawText(of)?.trim() || null
}

/** A whole number of 0 or more; null when absent, null and odd when it is something else. */
export function wholeNumber(value: string | null, what: string, odd: Odd): number | null {
  if (value === null) return null
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN
  if (Number.isSafeInteger(number)) return number
  odd(`${what} is not a whole number: "${value.slice(0, 40)}".`)
  return null
}

/** The text when it is one of `words`; null when absent, null and odd when it is another. */
export function oneOf<W extends string>(value: string | null, words: readonly W[], what: string, odd: Odd): W | null {
  if (value === null) return null
  const word = words.find(word => word === value)
  if (word === undefined) odd(`${what} is unknown: "${value.slice(0, 40)}".`)
  return word ?? null
}
