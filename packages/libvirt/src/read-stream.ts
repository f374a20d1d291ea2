import { ProtocolError } from './errors.ts'

/** How much may wait for a slow reader, in bytes, before the connection is held, and how little before it flows again. */
const holdAbove = 1_048_576
const releaseBelow = 262_144

/** What a stream does to its connection. */
export interface StreamOutlet {
  /** Tells the daemon that everything arrived; it answers with a confirmation. */
  finish(): void
  /** Tells the daemon to stop; it answers with an error. */
  abort(): void
  hold(): void
  release(): void
}

type Phase = 'open' | 'finishing' | 'aborting' | 'over'

/**
 * Bytes that a host sends: a screenshot, a volume, a console's output.
 * Iterate it once, with `for await`. Leaving the loop early aborts the stream; a host's error is thrown by the loop.
 * Until somebody iterates at most 1 MiB is kept; then the whole connection is held, so read promptly.
 */
export class ReadStream implements AsyncIterable<Uint8Array> {
  readonly #outlet: StreamOutlet
  readonly #name: string
  readonly #chunks: Uint8Array[] = []
  #size = 0
  #held = false
  #phase: Phase = 'open'
  #fault: { reason: unknown } | null = null
  #taken = false
  #wake: (() => void) | null = null

  /** Made by the connection. `name` is the procedure that opened the stream. */
  constructor(name: string, outlet: StreamOutlet) {
    this.#name = name
    this.#outlet = outlet
  }

  /** Stops the stream. Who iterates it gets `reason` thrown, by default an AbortError. */
  abort(reason: unknown = new DOMException('The stream was aborted.', 'AbortError')): void {
    if (this.#phase === 'aborting' || this.#phase === 'over') return
    if (this.#phase === 'open') {
      this.#phase = 'aborting'
      this.#outlet.abort()
    }
    this.#drop()
    this.#fault ??= { reason }
    this.#wakeUp()
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    if (this.#taken) throw new TypeError('A stream can be iterated only once.')
    this.#taken = true
    return {
      next: () => this.#next(),
      return: async () => {
        this.abort()
        return { done: true, value: undefined }
      },
    }
  }

  /** @internal Bytes arrived; none mean that the host has sent everything. */
  receive(data: Uint8Array): void {
    if (this.#phase === 'aborting') return
    if (this.#phase !== 'open') throw new ProtocolError('message-type', `${this.#name} sends bytes after its end`)
    if (data.length === 0) {
      this.#phase = 'finishing'
      this.#outlet.finish()
      return
    }
    this.#chunks.push(data)
    this.#size += data.length
    if (this.#size > holdAbove && !this.#held) {
      this.#held = true
      this.#outlet.hold()
    }
    this.#wakeUp()
  }

  /** @internal The host confirmed the finish. */
  confirm(): void {
    if (this.#phase !== 'finishing') {
      throw new ProtocolError('message-type', `${this.#name} confirms an end that nobody announced`)
    }
    this.#phase = 'over'
    this.#wakeUp()
  }

  /** @internal The host, or the connection, ended the stream with an error; the answer to an abort looks like that too. */
  fail(error: Error): void {
    if (this.#phase === 'over') return
    this.#phase = 'over'
    this.#fault ??= { reason: error }
    if (this.#held) this.#release()
    this.#wakeUp()
  }

  async #next(): Promise<IteratorResult<Uint8Array, undefined>> {
    for (;;) {
      const chunk = this.#chunks.shift()
      if (chunk) {
        this.#size -= chunk.length
        if (this.#held && this.#size < releaseBelow) this.#release()
        return { done: false, value: chunk }
      }
      if (this.#fault) throw this.#fault.reason
      if (this.#phase === 'over') return { done: true, value: undefined }
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
  }

  #drop(): void {
    this.#chunks.length = 0
    this.#size = 0
    if (this.#held) this.#release()
  }

  #release(): void {
    this.#held = false
    this.#outlet.release()
  }

  #wakeUp(): void {
    this.#wake?.()
    this.#wake = null
  }
}
