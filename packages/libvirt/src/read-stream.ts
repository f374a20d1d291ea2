import { ProtocolError } from './errors.ts'

/** How much may wait for a slow reader, in bytes, before the connection is held, and how little before it flows again. */
const holdAbove = 1_048_576
const releaseBelow = 262_144

/** How much may arrive ahead of the reply, in bytes: nothing can be held before it, as that would hold the reply too. */
const earlyLimit = 16_777_216

/** What a stream does to its connection. */
export interface StreamOutlet {
  /** Tells the daemon that everything arrived; it answers with a confirmation. */
  finish(): void
  /** Tells the daemon to stop; it confirms that too. */
  abort(): void
  hold(): void
  release(): void
}

type Phase = 'unanswered' | 'open' | 'finishing' | 'aborting' | 'over'

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
  #phase: Phase = 'unanswered'
  #ended = false
  #fault: { reason: unknown } | null = null
  #taken = false
  #wake: (() => void) | null = null
  #forgetSignal: () => void = () => {}

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

  /** @internal Aborts the stream when the signal says so, and forgets the signal when the stream is over. */
  abortBy(signal: AbortSignal): void {
    const onAbort = (): void => this.abort(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    this.#forgetSignal = () => signal.removeEventListener('abort', onAbort)
  }

  /** @internal The call that opened the stream was answered. A daemon may send the first packets before that. */
  begin(): void {
    if (this.#phase !== 'unanswered') return
    this.#phase = 'open'
    if (this.#ended) this.#finish()
    else this.#holdIfFull()
  }

  /** @internal Bytes arrived; none mean that the host has sent everything. */
  receive(data: Uint8Array): void {
    if (this.#phase === 'aborting') return
    if (this.#ended) throw new ProtocolError('message-type', `${this.#name} sends bytes after its end`)
    if (data.length === 0) {
      this.#ended = true
      if (this.#phase === 'open') this.#finish()
      return
    }
    this.#chunks.push(data)
    this.#size += data.length
    if (this.#phase === 'open') this.#holdIfFull()
    else if (this.#size > earlyLimit) {
      throw new ProtocolError(
        'over-limit',
        `${this.#name} sends more than ${earlyLimit} bytes before it answers the call`,
      )
    }
    this.#wakeUp()
  }

  /** @internal The host confirmed the finish or the abort. */
  confirm(): void {
    if (this.#phase !== 'finishing' && this.#phase !== 'aborting') {
      throw new ProtocolError('message-type', `${this.#name} confirms an end that nobody announced`)
    }
    this.#phase = 'over'
    this.#forgetSignal()
    this.#wakeUp()
  }

  /** @internal The host, or the connection, ended the stream with an error. */
  fail(error: Error): void {
    if (this.#phase === 'over') return
    this.#phase = 'over'
    this.#forgetSignal()
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

  #finish(): void {
    this.#phase = 'finishing'
    this.#outlet.finish()
  }

  #holdIfFull(): void {
    if (this.#held || this.#size <= holdAbove) return
    this.#held = true
    this.#outlet.hold()
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
