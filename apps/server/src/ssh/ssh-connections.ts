import { userInfo } from 'node:os'
import type { Duplex } from 'node:stream'
import type { SshTarget } from '@porthole/libvirt'
import { openSshConnection, type SshConnection, type SshEnd, type SshIdentity } from './ssh-connection.ts'

/** A connection that nobody uses is kept so long: a reconnect, or the next console, then needs no new log-in. */
const usualLingerMs = 10_000

/** The SSH connections of this process: one for each host, shared by its libvirt connections and consoles. */
export class SshConnections {
  readonly #identity: SshIdentity
  readonly #lingerMs: number
  readonly #byHost = new Map<string, Promise<SshConnection>[]>()

  constructor({ lingerMs = usualLingerMs, ...identity }: SshIdentity & { readonly lingerMs?: number }) {
    this.#identity = identity
    this.#lingerMs = lingerMs
  }

  /**
   * Opens a channel to a host, over a connection that is there or a new one.
   * Rejects with a TransportError, or with the signal's reason.
   */
  async open(target: SshTarget, end: SshEnd, signal?: AbortSignal): Promise<Duplex> {
    const user = target.user ?? userInfo().username
    const name = `${user}@${target.host}${target.port === 22 ? '' : `:${target.port}`}`
    return unlessGivenUp(this.#channel({ ...target, user }, name, end), signal)
  }

  /** Ends them all. */
  async close(): Promise<void> {
    const all = [...this.#byHost.values()].flat()
    this.#byHost.clear()
    for (const result of await Promise.allSettled(all)) {
      if (result.status === 'fulfilled') result.value.close()
    }
  }

  async #channel(target: SshTarget, name: string, end: SshEnd): Promise<Duplex> {
    for (const opening of this.#byHost.get(name) ?? []) {
      const connection = await opening
      if (connection.hasRoom(end)) return connection.open(end)
    }
    return (await this.#add(target, name)).open(end)
  }

  #add(target: SshTarget, name: string): Promise<SshConnection> {
    const opening = openSshConnection(target, name, this.#identity)
    const forget = () => {
      const left = (this.#byHost.get(name) ?? []).filter(other => other !== opening)
      if (left.length > 0) this.#byHost.set(name, left)
      else this.#byHost.delete(name)
    }
    this.#byHost.set(name, [...(this.#byHost.get(name) ?? []), opening])
    opening.then(connection => {
      connection.onIdle = () => setTimeout(() => connection.idle && connection.close(), this.#lingerMs).unref()
      return connection.ended.then(forget)
    }, forget)
    return opening
  }
}

/** What arrives after the signal is of no use to anybody. */
function unlessGivenUp(channel: Promise<Duplex>, signal: AbortSignal | undefined): Promise<Duplex> {
  if (signal === undefined) return channel
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      reject(signal.reason)
      channel.then(late => late.destroy()).catch(() => {})
    }
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    channel.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
