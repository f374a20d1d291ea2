import type { Logger } from 'pino'

/** Steps back for the steps taken, so that what fails half-way leaves nothing behind. */
export class Undo {
  readonly #log: Logger
  readonly #steps: (() => Promise<unknown>)[] = []

  constructor(log: Logger) {
    this.#log = log
  }

  push(step: () => Promise<unknown>): void {
    this.#steps.push(step)
  }

  /** Goes back, last step first. A step that fails is logged and does not stop the others: the first error is what counts. */
  async run(): Promise<void> {
    for (const step of this.#steps.reverse()) {
      await step().catch((error: Error) => this.#log.info({ why: error.message }, 'a step was not undone'))
    }
  }
}
