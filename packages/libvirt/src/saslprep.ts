/**
 * Prepares a user name or password so that the same text always gives the same bytes (RFC 4013, without its check for
 * mixed writing directions). Throws a RangeError for what no name or password can hold.
 */
export function saslprep(text: string): string {
  const prepared = text.replace(spaces, ' ').replace(mappedToNothing, '').normalize('NFKC')
  if (prepared === '') throw new RangeError('it is empty')
  if (prohibited.test(prepared)) throw new RangeError('it has control or private characters in it')
  return prepared
}

/** RFC 3454, table C.1.2. */
const spaces = /(?! )\p{Zs}/gu

/** RFC 3454, table B.1. */
const mappedToNothing = /\u00ad|\u034f|\u1806|[\u180b-\u180d]|[\u200b-\u200d]|\u2060|[\ufe00-\ufe0f]|\ufeff/gu

/** RFC 3454, tables C.2 to C.9: control, format, private, surrogate and non-characters. */
const prohibited = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\ufffc\ufffd]/u
