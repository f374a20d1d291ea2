import type { Vm } from '@porthole/contract'
import { hashKey, type QueryClient } from '@tanstack/react-query'
import { vmsQuery } from './fleet-queries.ts'
import { Store } from './store.ts'

/** Between two orders of the whole fleet while changes keep coming, ms. */
const calmMs = 250
const vmsHash = hashKey(vmsQuery.queryKey)

/**
 * All VMs for those who put them in order: a first change is told at once, those that follow are told together. What a
 * single row shows does not wait for this: it follows its own VM.
 */
export class CalmVms {
  readonly list = new Store<readonly Vm[] | null>(null)
  readonly #queries: QueryClient
  #timer: ReturnType<typeof setTimeout> | undefined
  #end: (() => void) | undefined

  constructor(queries: QueryClient) {
    this.#queries = queries
    this.#take()
  }

  start(): void {
    this.#take()
    this.#end = this.#queries.getQueryCache().subscribe(({ query }) => {
      if (query.queryHash === vmsHash && this.#newest() !== this.list.get()) this.#changed()
    })
  }

  stop(): void {
    this.#end?.()
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #changed(): void {
    if (this.#timer !== undefined) return
    this.#take()
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (this.#newest() !== this.list.get()) this.#changed()
    }, calmMs)
  }

  #newest(): readonly Vm[] | null {
    return this.#queries.getQueryData(vmsQuery.queryKey)?.vms ?? null
  }

  #take(): void {
    this.list.set(this.#newest())
  }
}
