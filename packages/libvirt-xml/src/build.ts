import { XmlError } from './document.ts'

/** A piece of XML text that is well-formed already, so that it is not escaped again. */
export class Fragment {
  readonly source: string
  constructor(source: string) {
    this.source = source
  }
}

type Part = string | number | Fragment | false | null | undefined | readonly Part[]

/**
 * Builds XML from a template: what is put in is escaped for text and attributes alike, unless it is a fragment itself.
 * The members of a list stand one below the other.
 */
export function xml(strings: TemplateStringsArray, ...parts: Part[]): Fragment {
  const texts = parts.map((part, at) => written(part, /[ \t]*$/.exec(strings[at] ?? '')?.[0] ?? ''))
  return new Fragment(String.raw({ raw: strings }, ...texts))
}

/** The document's text: lines on which a left-out part stood alone are dropped. */
export function toText(fragment: Fragment): string {
  return `${fragment.source.replace(/^[ \t]*\n/gm, '').trim()}\n`
}

function written(part: Part, indent: string): string {
  if (part === null || part === undefined || part === false) return ''
  if (part instanceof Fragment) return part.source
  if (typeof part === 'object') return part.map(member => written(member, indent)).join(`\n${indent}`)
  return escaped(String(part))
}

const references: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

// The characters that XML 1.0 can not carry, not even as a reference: https://www.w3.org/TR/xml/#charsets
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u

function escaped(text: string): string {
  const bad = forbidden.exec(text)
  if (bad) {
    const code = bad[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    throw new XmlError(`The text has a character that libvirt's XML can not carry (U+${code}): remove it.`)
  }
  return text.replace(/[&<>"'\t\n\r]/g, character => references[character] ?? character)
}
