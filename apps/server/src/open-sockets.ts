type Close = (code: number, reason: string) => void

/** Every open WebSocket with the session that opened it, so that signing out and stopping can close them. */
export class OpenSockets {
  readonly #bySession = new Map<string, Set<Close>>()

  /** Remembers a socket by the function that closes it; the answer forgets it again. */
  bind(sessionId: string, close: Close): () => void {
    const closes = this.#bySession.get(sessionId) ?? new Set()
    this.#bySession.set(sessionId, closes.add(close))
    return () => {
      closes.delete(close)
      if (closes.size === 0 && this.#bySession.get(sessionId) === closes) this.#bySession.delete(sessionId)
    }
  }

  /** How many there are. */
  get count(): number {
    return [...this.#bySession.values()].reduce((sum, { size }) => sum + size, 0)
  }

  /** The sessions that hold at least one socket. */
  sessions(): string[] {
    return [...this.#bySession.keys()]
  }

  closeSession(sessionId: string, code: number, reason: string): void {
    for (const close of [...(this.#bySession.get(sessionId) ?? [])]) close(code, reason)
  }

  closeAll(code: number, reason: string): void {
    for (const sessionId of this.sessions()) this.closeSession(sessionId, code, reason)
  }
}
