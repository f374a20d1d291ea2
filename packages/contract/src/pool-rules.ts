// Apart from all schemas, so that a page that asks these rules gets along without them.

/** Where libvirt itself keeps images. What lies elsewhere on a host is for who manages that host. */
export const imagesPath = '/var/lib/libvirt/images'

/** The kinds of pools that can be made, in libvirt's words. */
export const poolKinds = ['dir', 'fs', 'netfs', 'logical', 'iscsi'] as const
export type PoolKind = (typeof poolKinds)[number]

interface PoolState {
  readonly active: boolean
  readonly persistent: boolean
}

const mustBeOn = ({ active }: PoolState) => (active ? null : 'The pool is off: start it first.')
const mustStay = ({ persistent }: PoolState) =>
  persistent ? null : 'The pool is not kept by libvirt: it is gone once it is stopped.'

/** Why an act on a pool must wait; null where its state allows it. */
export const poolRules = {
  startPool: ({ active }: PoolState) => (active ? 'The pool is on already.' : null),
  stopPool: ({ active }: PoolState) => (active ? null : 'The pool is off already.'),
  refreshPool: mustBeOn,
  setPoolAutostart: mustStay,
  deletePool: (pool: PoolState) => mustStay(pool) ?? (pool.active ? 'The pool is on: stop it first.' : null),
} as const satisfies Record<string, (pool: PoolState) => string | null>

export type PoolAct = keyof typeof poolRules

/** Whether a path lies where libvirt itself keeps images. */
export const isAmongImages = (path: string): boolean => path === imagesPath || path.startsWith(`${imagesPath}/`)
