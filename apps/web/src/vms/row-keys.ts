import type { KeyboardEvent } from 'react'

/** What a key asks of the row that has the focus. */
export type RowWish = 'open' | 'console' | 'start' | 'menu'

const wishes: Record<string, RowWish> = { Enter: 'open', c: 'console', s: 'start', m: 'menu' }

/**
 * Keys of the table: arrows, Home and End go from row to row, letters act on the one that has the focus. Returns the
 * wish and its row (`data-vm`), or null where the key was none of ours.
 */
export function rowKey(event: KeyboardEvent<HTMLElement>): { wish: RowWish; key: string; row: HTMLElement } | null {
  if (event.ctrlKey || event.altKey || event.metaKey || !(event.target instanceof HTMLElement)) return null
  const row = event.target.closest<HTMLElement>('[data-vm]')
  if (!row) return null
  const to = neighbour(event.key, row, [...event.currentTarget.querySelectorAll<HTMLElement>('[data-vm]')])
  if (to) {
    event.preventDefault()
    to.focus()
    return null
  }
  const wish = wishes[event.key]
  const onButton = event.target !== row
  if (!wish || (event.key === 'Enter' && onButton)) return null
  event.preventDefault()
  return { wish, key: row.dataset.vm ?? '', row }
}

function neighbour(key: string, row: HTMLElement, rows: HTMLElement[]): HTMLElement | undefined {
  switch (key) {
    case 'ArrowDown':
      return rows[rows.indexOf(row) + 1]
    case 'ArrowUp':
      return rows[rows.indexOf(row) - 1]
    case 'Home':
      return rows[0]
    case 'End':
      return rows.at(-1)
    default:
      return undefined
  }
}
