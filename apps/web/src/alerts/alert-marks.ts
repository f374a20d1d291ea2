import type { AlertSeverity } from '@porthole/contract'
import { Store } from '../api/store.ts'

export interface AlertMarkInfo {
  readonly severity: AlertSeverity
  /** What is wrong. */
  readonly words: string
}

/** What fires, by the key of the VM, the id of the host, or `poolMark`. Filled by the bell, which comes after the first page. */
export const alertMarks = new Store<ReadonlyMap<string, AlertMarkInfo>>(new Map())

export const poolMark = (host: string, pool: string): string => `pool ${host} ${pool}`
