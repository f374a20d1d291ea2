import type { Act, Audit, StartedAct } from '../audit/audit.ts'

/** What the audit says of one console: that it opened or failed to, and when and how it closed. */
export class ConsoleRecord {
  readonly #audit: Audit
  readonly #act: Omit<Act, 'action'>
  readonly #opening: Promise<StartedAct>
  #openedAt: number | null = null

  constructor(audit: Audit, act: Omit<Act, 'action'>) {
    this.#audit = audit
    this.#act = act
    this.#opening = audit.start({ ...act, action: 'consoleOpened' })
    // It can fail before anybody waits for it.
    this.#opening.catch(() => {})
  }

  /** Fails when it can not be written down that somebody opens the console: then it must not open. */
  async begun(): Promise<void> {
    await this.#opening
  }

  opened(): void {
    this.#openedAt = performance.now()
    void this.#opening.then(opening => opening.done())
  }

  /** Something that happened at the console while it was open. */
  async happened(action: string, args: Act['args']): Promise<void> {
    await this.#audit.happened({ ...this.#act, action, args })
  }

  async closed(end: string): Promise<void> {
    const took = Math.round(performance.now() - (this.#openedAt ?? performance.now()))
    await this.#audit.happened({ ...this.#act, action: 'consoleClosed', args: { end } }, { took, over: true })
  }

  /** It did not open, or ended in a way that nobody foresaw. */
  async failed(code: string): Promise<void> {
    if (this.#openedAt !== null) await this.closed(code)
    else (await this.#opening).failed(code)
  }
}
