/** What a phone's keyboard did to a text: characters taken from its end, then others added. */
export interface Written {
  readonly taken: number
  readonly added: string
}

/**
 * A phone's keyboard names no keys: it changes a text, and while it guesses words it changes them again. What stays at the
 * front was typed already.
 */
export function written(before: string, after: string): Written {
  const [from, to] = [[...before], [...after]]
  let same = 0
  while (same < from.length && same < to.length && from[same] === to[same]) same++
  return { taken: from.length - same, added: to.slice(same).join('') }
}
