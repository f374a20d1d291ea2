// Apart from all schemas, so that a page that asks these rules gets along without them.
import { keptRules } from './kept-rules.ts'

const { start, stop, autostart, remove } = keptRules('network')

/** Why an act on a network must wait; null where its state allows it. */
export const networkRules = {
  startNetwork: start,
  stopNetwork: stop,
  setNetworkAutostart: autostart,
  deleteNetwork: remove,
} as const

export type NetworkAct = keyof typeof networkRules
