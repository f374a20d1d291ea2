// Without a schema: the window's first page names alerts, and loads no zod.

/** What a rule can watch: what kind of object has the figure, and in what it is given. */
export const alertFigures = {
  /** Per cent of its own vCPUs. */
  cpu: { about: 'vm', unit: 'percent' },
  /** Per cent of its memory, as its guest's balloon driver tells. */
  memory: { about: 'vm', unit: 'percent' },
  /** Bytes a second, both ways together. */
  disk: { about: 'vm', unit: 'bytes' },
  net: { about: 'vm', unit: 'bytes' },
  /** It crashed, and has not run since. */
  crashed: { about: 'vm', unit: 'fact' },
  'host-cpu': { about: 'host', unit: 'percent' },
  'host-memory': { about: 'host', unit: 'percent' },
  /** It does not answer. */
  'host-away': { about: 'host', unit: 'fact' },
  /** Per cent of its capacity. */
  'pool-full': { about: 'pool', unit: 'percent' },
} as const satisfies Record<string, { about: 'vm' | 'host' | 'pool'; unit: 'percent' | 'bytes' | 'fact' }>

export type AlertFigure = keyof typeof alertFigures
export const alertFigureNames = Object.keys(alertFigures) as [AlertFigure, ...AlertFigure[]]

export const alertSeverities = ['warning', 'critical'] as const
export type AlertSeverity = (typeof alertSeverities)[number]
