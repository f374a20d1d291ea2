import { useEffect, useRef } from 'react'
import { neighbour } from './fit-grid.ts'

interface GridKeys {
  readonly at: number
  readonly count: number
  readonly columns: number
  move(to: number): void
}

/** Ctrl+Alt with an arrow or a number moves the keyboard from one console to another; no guest gets to see that key. */
export function useGridKeys(grid: GridKeys): void {
  const now = useRef(grid)
  useEffect(() => {
    now.current = grid
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // AltGr is Ctrl+Alt on some systems, and types a character.
      if (!event.ctrlKey || !event.altKey || event.getModifierState('AltGraph')) return
      const { at, count, columns, move } = now.current
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1]
      const to = digit === undefined ? neighbour(event.key, at, count, columns) : Number(digit) - 1
      if ((digit === undefined && !event.key.startsWith('Arrow')) || to >= count) return
      event.preventDefault()
      event.stopImmediatePropagation()
      move(to)
    }
    // Before the picture, which takes every key for its guest.
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [])
}
