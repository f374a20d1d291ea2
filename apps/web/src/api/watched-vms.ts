import { keyOf, type VmKey } from './vm-key.ts'

/** The server takes no longer list than this. */
const most = 500
const settleMs = 100

/** Counts who looks at which VM and tells the server, a moment after it changed; nothing while the tab is hidden. */
export class WatchedVms {
  readonly #watchers = new Map<string, { vm: VmKey; count: number }>()
  readonly #send: (vms: VmKey[]) => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #sent = ''

  constructor(send: (vms: VmKey[]) => void) {
    this.#send = send
  }

  start(): void {
    document.addEventListener('visibilitychange', this.#flush)
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.#flush)
    clearTimeout(this.#timer)
  }

  watch({ id, host }: VmKey): () => void {
    const key = keyOf({ id, host })
    const entry = this.#watchers.get(key) ?? { vm: { id, host }, count: 0 }
    entry.count++
    this.#watchers.set(key, entry)
    this.#settle()
    return () => {
      entry.count--
      if (entry.count === 0) this.#watchers.delete(key)
      this.#settle()
    }
  }

  #settle(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#flush, settleMs)
  }

  readonly #flush = (): void => {
    const hidden = document.visibilityState === 'hidden'
    const vms = hidden ? [] : [...this.#watchers.values()].slice(0, most).map(({ vm }) => vm)
    const sent = vms.map(keyOf).join()
    if (sent === this.#sent) return
    this.#sent = sent
    this.#send(vms)
  }
}
