import { DOMParser, type Document, type Element, XMLSerializer } from '@xmldom/xmldom'

/** A document that can not be read or edited; the message says why, for a person. */
export class XmlError extends Error {
  override name = 'XmlError'
}

function parse(xml: string, rootName: string): Document {
  let complaint: string | null = null
  let document: Document
  try {
    document = new DOMParser({
      onError: (_level, message) => {
        complaint ??= message
        throw new Error(message)
      },
    }).parseFromString(xml, 'text/xml')
  } catch (error) {
    if (/<!DOCTYPE/i.test(xml)) throw new XmlError(doctypeRefused)
    throw new XmlError(`The document is not well-formed XML: ${brief(complaint ?? error)}.`)
  }
  if (document.doctype) throw new XmlError(doctypeRefused)
  const found = document.documentElement?.nodeName
  if (found !== rootName) throw new XmlError(`The document is a <${found}>, not a <${rootName}>.`)
  return document
}

const doctypeRefused = 'The document declares a DOCTYPE: libvirt never writes one, and its entities are not followed.'

function brief(error: unknown): string {
  return String(error)
    .replace(/[\s.]+$/, '')
    .slice(0, 200)
}

/** Writes down that some part is odd; the reader goes on with null for it. */
export type Odd = (sentence: string) => void

/**
 * Reads any string at all: what `reader` makes of the document, or of an empty one when it can not be parsed, and an
 * `oddity` that says in plain sentences what was wrong (null when nothing was).
 */
export function readAny<T>(
  xml: string,
  rootName: string,
  reader: (root: Element, odd: Odd) => T,
): T & { oddity: string | null } {
  const sentences: string[] = []
  const odd: Odd = sentence => void (sentences.includes(sentence) || sentences.push(sentence))
  try {
    const document = parse(xml, rootName)
    const read = reader(rootOf(document), odd)
    return { ...read, oddity: sentences.join(' ') || null }
  } catch (error) {
    const oddity = error instanceof XmlError ? error.message : `The document could not be read: ${brief(error)}.`
    return { ...reader(rootOf(parse(`<${rootName}/>`, rootName)), () => {}), oddity }
  }
}

/**
 * Changes a document in place: what `change` does not touch stays as it is, comments, order, unknown elements and
 * foreign namespaces included. Only attribute quotes are written as `"`.
 * @throws {XmlError} when it can not be parsed or is another kind of document
 */
export function edit(xml: string, rootName: string, change: (root: Element, document: Document) => void): string {
  const document = parse(xml, rootName)
  change(rootOf(document), document)
  // A carriage return in a parsed document came from a character reference; written raw it would be read as a newline.
  return new XMLSerializer().serializeToString(document).replaceAll('\r', '&#13;')
}

function rootOf(document: Document): Element {
  if (!document.documentElement) throw new XmlError('The document is empty.')
  return document.documentElement
}
