import { type HistoryRange, historyRanges } from '@porthole/contract'
import { useState } from 'react'
import { useAddress } from './use-address.ts'

/** Between two readings of what is shown: as often as the finest ring has a new point. */
export const readAgainMs = 30_000

export type Zoom = readonly [from: number, to: number]

const usual = '1h' satisfies HistoryRange
const ranges = Object.keys(historyRanges) as HistoryRange[]

/** How far back one looks, which the address says, and what part of that. */
export function useRange() {
  const address = useAddress()
  const range = ranges.find(each => each === address.get('range')) ?? usual
  const [zoom, setZoom] = useState<Zoom | null>(null)
  return {
    range,
    zoom,
    choose: (next: HistoryRange) => {
      address.set('range', next === usual ? null : next)
      setZoom(null)
    },
    look: (from: number, to: number) => setZoom([from, to]),
    whole: () => setZoom(null),
  }
}

/** The time of each point. */
export function timesOf({ from, step, count }: { from: number; step: number; count: number }): number[] {
  return Array.from({ length: count }, (_, i) => from + i * step)
}

/** Adds up series point by point; nothing measured in one of them is nothing at all. */
export function together(series: readonly (readonly (number | null)[])[]): (number | null)[] {
  const [first = [], ...others] = series
  return first.map((value, i) =>
    others.reduce<number | null>((sum, other) => {
      const more = other[i] ?? null
      return sum === null || more === null ? null : sum + more
    }, value),
  )
}
