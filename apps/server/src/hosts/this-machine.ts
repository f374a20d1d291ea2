import type { Problem } from '@porthole/contract'
import type { PoolState } from '@porthole/libvirt'
import type { Logger } from 'pino'
import { openHostPool } from './host-pool.ts'
import type { HostUri } from './host-uri.ts'
import type { HostWay } from './host-ways.ts'
import { faultOf } from './libvirt-fault.ts'

/** Waits until this machine's own libvirt answers; says meanwhile why it does not. */
export class ThisMachine {
  readonly #uri: HostUri
  readonly #way: HostWay
  readonly #log: Logger
  readonly #stopping = new AbortController()
  /** Why it is not among the hosts yet; null before the first try and when it answered. */
  problem: Problem | null = null

  constructor(uri: HostUri, way: HostWay, log: Logger) {
    this.#uri = uri
    this.#way = way
    this.#log = log
  }

  /** Resolves with its host name once it answers, with null when stopped before. `tried` is called after each failure. */
  async answers(tried: () => void): Promise<string | null> {
    const { signal } = this.#stopping
    const hostname = new Promise<string | null>(resolve => {
      signal.addEventListener('abort', () => resolve(null), { once: true })
      const failed = (error: unknown) => {
        this.#complain(error)
        tried()
      }
      const follow = ({ name, reason }: PoolState) => {
        if (name === 'up') pool.call('connectGetHostname').then(reply => resolve(reply.hostname), failed)
        if (name === 'down') failed(reason)
      }
      const pool = openHostPool(this.#uri, this.#way.transport, signal, follow)
    })
    const answer = await hostname
    this.problem = null
    this.stop()
    return answer
  }

  stop(): void {
    this.#stopping.abort()
  }

  #complain(error: unknown): void {
    const { code, message } = faultOf(error)
    if (this.problem?.message !== message) this.#log.warn(`this machine's libvirt: ${message}`)
    this.problem = { code, message }
  }
}
