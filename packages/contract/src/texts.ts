import * as z from 'zod/mini'

/**
 * Text of one or more lines that becomes part of libvirt's documents. What XML can not carry would keep libvirt from
 * reading the domain again after its next start: https://www.w3.org/TR/xml/#charsets
 */
export const carried = z.regex(
  /^(?:[\n\t]|[^\p{Cc}\p{Cs}\uFFFE\uFFFF])*$/u,
  'There is a character in it that libvirt can not keep: take it out.',
)

/** The same in one line. */
export const carriedInOneLine = z.regex(
  /^[^\p{Cc}\p{Cs}\uFFFE\uFFFF]*$/u,
  'One line, without characters that libvirt can not keep.',
)
