import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Caller } from '../core.ts'
import { Fault } from '../fault.ts'

/** How long a browser may take to come with what it has announced, ms. */
const patienceMs = 30_000

/** A WebSocket that brings an upload, and its bytes as a stream. */
export interface Bringing {
  readonly webSocket: WebSocket
  readonly bytes: Duplex
}

interface Expected {
  readonly person: string | undefined
  readonly session: string | null
  take(bringing: Bringing): void
}

/** Uploads that were begun, each until the browser of whoever began it comes with the bytes. */
export class Uploads {
  readonly #expected = new Map<string, Expected>()

  /** @throws {Fault} where nobody comes in time */
  expect(id: string, { person, sessionId }: Caller): Promise<Bringing> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#expected.delete(id)
        reject(new Fault('BAD_INPUT', 'The browser did not send what it had announced: try again.'))
      }, patienceMs)
      const take = (bringing: Bringing) => {
        clearTimeout(timer)
        this.#expected.delete(id)
        resolve(bringing)
      }
      this.#expected.set(id, { person: person?.id, session: sessionId, take })
    })
  }

  /** What takes the bytes, once; null where none are expected from who comes. */
  taker(id: string, { person, sessionId }: Caller): Expected['take'] | null {
    const expected = this.#expected.get(id)
    return expected?.person === person?.id && expected?.session === sessionId ? (expected?.take ?? null) : null
  }
}
