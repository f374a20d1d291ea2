import { isIPv6 } from 'node:net'
import { Fault } from '../fault.ts'

const windowMs = 60_000
const mostAtOnce = 10
/** Keys remembered at once; beyond it the oldest are forgotten, so that a flood of addresses can not fill memory. */
const mostKeys = 20_000

/** Counts attempts that did not succeed: so many a minute for each key, and nobody is locked out for longer. */
export class Attempts {
  readonly #now: () => number
  readonly #byKey = new Map<string, number[]>()

  /** `now` is a monotonic clock in ms. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Counts one attempt, before it costs anything. Call the answer when it succeeded: then it does not count. */
  take(key: string, most = mostAtOnce): () => void {
    const now = this.#now()
    const recent = (this.#byKey.get(key) ?? []).filter(at => at > now - windowMs)
    if (recent.length >= most) {
      const retryAfter = Math.ceil(((recent[0] ?? now) + windowMs - now) / 1000)
      throw new Fault('TOO_MANY', undefined, { data: { retryAfter } })
    }
    recent.push(now)
    this.#byKey.delete(key)
    this.#byKey.set(key, recent)
    this.#forgetOldest()
    return () => {
      const index = this.#byKey.get(key)?.indexOf(now) ?? -1
      if (index >= 0) this.#byKey.get(key)?.splice(index, 1)
    }
  }

  #forgetOldest(): void {
    for (const key of this.#byKey.keys()) {
      if (this.#byKey.size <= mostKeys) return
      this.#byKey.delete(key)
    }
  }
}

/** One key for everybody who can change their address at will: the holder of an IPv6 network has 2^64 of them. */
export function addressKey(address: string | null): string {
  if (address === null) return 'address unknown'
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined || !isIPv6(address)) return `address ${mapped ?? address}`
  const [head = '', tail] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const words = [...left, ...Array<string>(zeros).fill('0'), ...right]
  return `address ${words.slice(0, 4).join(':')}::/64`
}

/** To begin what ends elsewhere can not be guessed at, but it fills a table: an office behind one address has room. */
export function takeBeginning(attempts: Attempts, from: string | null): void {
  attempts.take(`beginning ${addressKey(from)}`, 60)
}
