import type { Problem } from '@porthole/contract'
import type { Logger } from 'pino'
import { openCalls } from './host-link.ts'
import type { HostUri } from './host-uri.ts'
import { faultOf } from './libvirt-fault.ts'
import { patience } from './patience.ts'

/** Waits until this machine's own libvirt answers; says meanwhile why it does not. */
export class ThisMachine {
  readonly #uri: HostUri
  readonly #log: Logger
  readonly #stopping = new AbortController()
  /** Why it is not among the hosts yet; null before the first try and when it answered. */
  problem: Problem | null = null

  constructor(uri: HostUri, log: Logger) {
    this.#uri = uri
    this.#log = log
  }

  /** Resolves with its host name once it answers, with null when stopped before. `tried` is called after each failure. */
  async answers(tried: () => void): Promise<string | null> {
    for (let attempt = 0; !this.#stopping.signal.aborted; attempt++) {
      try {
        const calls = await openCalls(this.#uri, this.#stopping.signal)
        const { hostname } = await calls.call('connectGetHostname').finally(() => calls.close())
        this.problem = null
        return hostname
      } catch (error) {
        const { code, message } = faultOf(error)
        if (this.problem?.message !== message) this.#log.warn(`this machine's libvirt: ${message}`)
        this.problem = { code, message }
      }
      tried()
      if (await patience(attempt, this.#uri.socket, this.#stopping.signal)) attempt = -1
    }
    return null
  }

  stop(): void {
    this.#stopping.abort()
  }
}
