// Without a schema: the window's first page needs these, and not all of zod.

/** What of a VM's figures is read beside its CPU, each at a price for the host. */
export const figureGroups = ['memory', 'disk', 'net'] as const
export type FigureGroup = (typeof figureGroups)[number]

