import { type ClientMessage, type FigureGroup, figureGroups } from '@porthole/contract'
import { keyOf, type VmKey } from './vm-key.ts'

/** The server takes no longer list than this. */
const most = 500
const settleMs = 100

/** What is watched of the fleet's figures. */
export type Watched = Omit<ClientMessage, 'type'>

interface Watcher {
  readonly vm: VmKey
  readonly groups: readonly FigureGroup[]
}

/** Gathers who looks at what of which VM and tells the server, a moment after it changed; nothing while the tab is hidden. */
export class WatchedVms {
  readonly #watchers = new Set<Watcher>()
  readonly #send: (watched: Watched) => void
  #others = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #sent = ''

  constructor(send: (watched: Watched) => void) {
    this.#send = send
  }

  start(): void {
    document.addEventListener('visibilitychange', this.#flush)
    // A page that was opened in the background says so before anything is told to it.
    this.#flush()
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.#flush)
    clearTimeout(this.#timer)
  }

  watch({ id, host }: VmKey, groups: readonly FigureGroup[]): () => void {
    const watcher = { vm: { id, host }, groups }
    this.#watchers.add(watcher)
    this.#settle()
    return () => {
      this.#watchers.delete(watcher)
      this.#settle()
    }
  }

  /** All others, too, as seldom as the server reads them anyway. */
  watchOthers(): () => void {
    this.#others++
    this.#settle()
    return () => {
      this.#others--
      this.#settle()
    }
  }

  #settle(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#flush, settleMs)
  }

  readonly #flush = (): void => {
    const watched = document.visibilityState === 'hidden' ? hidden : this.#watched()
    const sent = JSON.stringify(watched)
    if (sent === this.#sent) return
    this.#sent = sent
    this.#send(watched)
  }

  #watched(): Watched {
    const vms = new Map([...this.#watchers].map(({ vm }) => [keyOf(vm), vm]))
    const groups = new Set([...this.#watchers].flatMap(watcher => watcher.groups))
    return {
      vms: [...vms.values()].slice(0, most),
      groups: figureGroups.filter(group => groups.has(group)),
      others: this.#others > 0,
    }
  }
}

export const nothing: Watched = { vms: [] }
const hidden: Watched = { vms: [], hidden: true }
