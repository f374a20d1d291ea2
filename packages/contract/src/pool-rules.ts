// Apart from all schemas, so that a page that asks these rules gets along without them.
import { type KeptState, keptRules } from './kept-rules.ts'

/** Where libvirt itself keeps images. What lies elsewhere on a host is for who manages that host. */
export const imagesPath = '/var/lib/libvirt/images'

/** The kinds of pools that can be made, in libvirt's words. */
export const poolKinds = ['dir', 'fs', 'netfs', 'logical', 'iscsi'] as const
export type PoolKind = (typeof poolKinds)[number]

const { start, stop, autostart, remove } = keptRules('pool')

/** Why an act on a pool must wait; null where its state allows it. */
export const poolRules = {
  startPool: start,
  stopPool: stop,
  refreshPool: ({ active }: KeptState) => (active ? null : 'The pool is off: start it first.'),
  setPoolAutostart: autostart,
  deletePool: remove,
} as const

export type PoolAct = keyof typeof poolRules

/** Whether a path lies where libvirt itself keeps images. */
export const isAmongImages = (path: string): boolean => path === imagesPath || path.startsWith(`${imagesPath}/`)
