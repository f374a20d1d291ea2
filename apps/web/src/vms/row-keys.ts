import type { KeyboardEvent } from 'react'

/** What a key asks of the row that has the focus. */
export type RowWish = 'open' | 'console' | 'start' | 'menu' | 'select' | 'select-to'

const wishes: Record<string, RowWish> = {
  Enter: 'open',
  c: 'console',
  s: 'start',
  m: 'menu',
  x: 'select',
  X: 'select-to',
}

/** Rows to go by; "first" and "last" are the ends. */
export type RowMove = number | 'first' | 'last'

const moves: Record<string, RowMove> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 15,
  PageUp: -15,
  Home: 'first',
  End: 'last',
}

/**
 * Keys of the table: arrows, Page, Home and End go from row to row, letters act on the one that has the focus. Returns
 * the wish and its row (`data-vm`), or null where the key was none of ours.
 */
export function rowKey(
  event: KeyboardEvent<HTMLElement>,
): { wish: RowWish; key: string; row: HTMLElement } | { move: RowMove } | null {
  if (event.ctrlKey || event.altKey || event.metaKey || !(event.target instanceof HTMLElement)) return null
  const row = event.target.closest<HTMLElement>('[data-vm]')
  if (!row) return null
  const move = moves[event.key]
  if (move !== undefined) return { move }
  const wish = wishes[event.key]
  const onButton = event.target !== row
  if (!wish || (event.key === 'Enter' && onButton)) return null
  event.preventDefault()
  return { wish, key: row.dataset.vm ?? '', row }
}
