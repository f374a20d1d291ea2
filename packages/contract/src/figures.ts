// Without a schema: the window's first page needs these, and not all of zod.

/** What of a VM's figures is read beside its CPU, each at a price for the host. */
export const figureGroups = ['memory', 'disk', 'net'] as const
export type FigureGroup = (typeof figureGroups)[number]

/** How far a graph reaches back, in seconds. */
export const historyRanges = {
  '1h': 3600,
  '6h': 6 * 3600,
  '2d': 2 * 86_400,
  month: 31 * 86_400,
  year: 366 * 86_400,
} as const
export type HistoryRange = keyof typeof historyRanges
