import { type FocusEvent, type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { type RowWish, rowKey } from '../vms/row-keys.ts'
import { moveOnWall, type WallMove, type WallRow } from './wall-rows.ts'

const moves: Readonly<Record<string, WallMove>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  PageUp: 'page-up',
  PageDown: 'page-down',
  Home: 'first',
  End: 'last',
}

/** One tile is the wall's place for Tab, and arrows move it; Enter opens its console, letters do what they do in the table. */
export function useWallRoving(rows: readonly WallRow[]) {
  const [focused, setFocused] = useState<string | null>(null)
  const wanted = useRef<string | null>(null)
  const lineOf = (key: string | null) =>
    rows.findIndex(row => row.kind === 'tiles' && row.tiles.some(tile => tile.key === key))
  const known = lineOf(focused)
  const line = known >= 0 ? known : rows.findIndex(({ kind }) => kind === 'tiles')
  const row = rows[line]
  const current = known >= 0 ? focused : row?.kind === 'tiles' ? (row.tiles[0]?.key ?? null) : null
  return {
    current,
    line,
    onFocus(event: FocusEvent<HTMLElement>) {
      const tile = event.target.closest<HTMLElement>('[data-vm]')
      if (tile?.dataset.vm !== undefined) setFocused(tile.dataset.vm)
    },
    onKeyDown(event: KeyboardEvent<HTMLElement>, fulfil: (wish: RowWish, key: string, tile: HTMLElement) => void) {
      const asked = rowKey(event)
      const move = moves[event.key]
      const tile = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-vm]') : null
      if (asked !== null && 'wish' in asked) {
        fulfil(asked.wish === 'open' ? 'console' : asked.wish, asked.key, asked.row)
      } else if (
        move !== undefined &&
        tile?.dataset.vm !== undefined &&
        !event.ctrlKey &&
        !event.altKey &&
        !event.metaKey
      ) {
        const to = moveOnWall(rows, tile.dataset.vm, move)
        if (to === null) return
        event.preventDefault()
        wanted.current = to
        setFocused(to)
      }
    },
    /** After each drawing: brings the tile that was moved to into view, and the focus to it. */
    useFocus(reveal: (line: number) => void, wall: RefObject<HTMLElement | null>) {
      useLayoutEffect(() => {
        const key = wanted.current
        if (key === null || key !== current) return
        const tile = wall.current?.querySelector<HTMLElement>(`[data-vm="${CSS.escape(key)}"]`)
        if (!tile) {
          reveal(line)
          return
        }
        wanted.current = null
        tile.focus({ preventScroll: true })
        reveal(line)
      })
    },
  }
}
