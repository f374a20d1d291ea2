import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual'
import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { type RowWish, rowKey } from '../vms/row-keys.ts'
import type { TableItem } from './table-items.ts'

/**
 * One row is the table's place for Tab, and arrows move it. That row stays drawn wherever one scrolls, so that the
 * focus is never lost; one that is far away is drawn first and gets the focus then.
 */
export function useRoving(items: readonly TableItem[]) {
  const [focused, setFocused] = useState<string | null>(null)
  const wanted = useRef<string | null>(null)
  const at = focused === null ? -1 : items.findIndex(({ key }) => key === focused)
  const index = at >= 0 ? at : items.findIndex(({ kind }) => kind === 'vm')
  const current = items[index]?.key ?? null

  const move = (by: number | 'first' | 'last'): boolean => {
    const step = by === 'first' || (typeof by === 'number' && by > 0) ? 1 : -1
    let to = by === 'first' ? 0 : by === 'last' ? items.length - 1 : clamp(index + by, items.length)
    while (items[to] && items[to]?.kind !== 'vm') to += step
    const key = items[to]?.key
    if (key === undefined) return false
    wanted.current = key
    setFocused(key)
    return true
  }
  return {
    current,
    drawn: useCallback(
      (range: Range) => {
        const drawn = defaultRangeExtractor(range)
        if (index < 0 || drawn.includes(index)) return drawn
        return [...drawn, index].sort((a, b) => a - b)
      },
      [index],
    ),
    onFocus(event: FocusEvent<HTMLElement>) {
      const row = event.target.closest<HTMLElement>('[data-vm]')
      if (row?.dataset.vm !== undefined) setFocused(row.dataset.vm)
    },
    onKeyDown(event: KeyboardEvent<HTMLElement>, fulfil: (wish: RowWish, key: string, row: HTMLElement) => void) {
      const asked = rowKey(event)
      if (asked === null) return
      if ('move' in asked) {
        if (move(asked.move)) event.preventDefault()
      } else fulfil(asked.wish, asked.key, asked.row)
    },
    /** After each drawing: brings the row that was moved to into view, and the focus to it. */
    useFocus(reveal: (index: number) => void, body: RefObject<HTMLElement | null>) {
      useLayoutEffect(() => {
        const key = wanted.current
        if (key === null || key !== current) return
        const row = body.current?.querySelector<HTMLElement>(`[data-vm="${CSS.escape(key)}"]`)
        if (!row) return
        wanted.current = null
        row.focus({ preventScroll: true })
        reveal(index)
      })
    },
  }
}

const clamp = (index: number, length: number) => Math.max(0, Math.min(length - 1, index))
