import { DeadlineError, LibvirtError, ProtocolError } from './errors.ts'
import { type Frame, headerSize, MessageStatus, MessageType } from './frame.ts'
import type { Link } from './link.ts'
import type { Procedure } from './protocol/procedure.ts'
import { readRemoteError } from './protocol/structures.gen.ts'
import { XdrReader } from './xdr-reader.ts'

/** A daemon serves five requests of a connection at once by default and stops reading at the sixth, pings included. */
export const callsInFlight = 4

/** Node fires longer timers at once. */
const longestTimerMs = 2 ** 31 - 1

/** How one call is made. */
export interface CallOptions {
  /** How long to wait for the answer, queueing included, in ms; Infinity for as long as it takes. Default: the connection's. */
  deadlineMs?: number
  /** Gives the call up: rejects with the signal's reason. A call that was sent may still be carried out. */
  signal?: AbortSignal
}

/** What becomes of a call. `given up` says that nobody waits for the reply any more. */
interface Outcome<Reply> {
  replied(reply: Reply, serial: number, givenUp: boolean): void
  failed(error: unknown): void
}

/** What a call asks. */
export interface Asked {
  readonly name: string
  readonly procedure: Procedure<unknown, unknown>
  readonly args: unknown
}

interface Call extends Asked {
  readonly serial: number
  readonly frame: Buffer
  readonly outcome: Outcome<unknown>
  /** Ends the deadline and the signal's listener. */
  readonly settle: () => void
  givenUp: boolean
}

/** The calls of a connection: at most four at the daemon, the rest queued in order. */
export class Calls {
  readonly #link: Link
  readonly #queue: Call[] = []
  readonly #sent = new Map<number, Call>()
  readonly #unsupported = new Map<string, LibvirtError>()
  readonly #onRoomChange: () => void
  #lastSerial = 0
  #hung = 0

  /** `onRoomChange` is called when a call was answered, and when one was given up. */
  constructor(link: Link, onRoomChange: () => void) {
    this.#link = link
    this.#onRoomChange = onRoomChange
  }

  /** How many more calls would go out at once; negative while some are queued. */
  get room(): number {
    return callsInFlight - this.#sent.size - this.#queue.length
  }

  /** How many calls the daemon still works on though nobody waits for them any more. */
  get hung(): number {
    return this.#hung
  }

  /** True when a call made now would go out at once. */
  get free(): boolean {
    return this.#sent.size < callsInFlight
  }

  /** The call that waits for the reply with this serial. */
  waiting(serial: number): Asked | undefined {
    return this.#sent.get(serial)
  }

  /** Makes a call. Throws where its arguments cannot be written. */
  start<Args, Reply>(
    name: string,
    procedure: Procedure<Args, Reply>,
    args: Args,
    options: { deadlineMs: number; signal?: AbortSignal | undefined },
    outcome: Outcome<Reply>,
  ): void {
    options.signal?.throwIfAborted()
    const known = this.#unsupported.get(name)
    if (known) throw new LibvirtError(known, name)

    const serial = this.#nextSerial()
    const { program, version, number } = procedure
    const header = { program, version, procedure: number, type: MessageType.call, serial, status: MessageStatus.ok }
    const frame = this.#link.frame(header, writer => procedure.writeArgs(writer, args))

    const giveUp = (reason: unknown): void => {
      call.settle()
      call.givenUp = true
      const index = this.#queue.indexOf(call)
      if (index >= 0) this.#queue.splice(index, 1)
      else this.#hung++
      outcome.failed(reason)
      this.#onRoomChange()
    }
    const onAbort = (): void => giveUp(options.signal?.reason)
    const onDeadline = (): void => giveUp(new DeadlineError(name, options.deadlineMs, this.#sent.has(serial)))
    const timer = options.deadlineMs < longestTimerMs ? setTimeout(onDeadline, options.deadlineMs) : undefined
    options.signal?.addEventListener('abort', onAbort, { once: true })
    const settle = (): void => {
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', onAbort)
    }
    const call = { name, procedure, args, serial, frame, outcome, settle, givenUp: false } as Call
    this.#queue.push(call)
    this.#sendNext()
  }

  /** Takes a reply. Throws a ProtocolError when it answers no call, or answers it wrongly. */
  receive(frame: Frame): void {
    const call = this.#sent.get(frame.serial)
    if (!call) throw new ProtocolError('serial', `a reply has the serial ${frame.serial}, which no call waits for`)
    const { program, version, number } = call.procedure
    if (frame.program !== program || frame.version !== version || frame.procedure !== number) {
      throw new ProtocolError('procedure', `the reply to ${call.name} names the procedure ${frame.procedure}`)
    }
    if (frame.status === MessageStatus.ok) this.#succeed(call, frame)
    else if (frame.status === MessageStatus.error) this.#refuse(call, readError(frame, call.name))
    else throw new ProtocolError('message-type', `the reply to ${call.name} has the status ${frame.status}`)
  }

  /** Rejects everything that waits. */
  fail(error: Error): void {
    const waiting = [...this.#sent.values(), ...this.#queue]
    this.#sent.clear()
    this.#queue.length = 0
    for (const call of waiting) {
      call.settle()
      if (!call.givenUp) call.outcome.failed(error)
    }
  }

  #succeed(call: Call, frame: Frame): void {
    const reader = new XdrReader(frame.bytes, headerSize)
    const reply = call.procedure.readReply(reader)
    reader.end()
    this.#done(call)
    call.outcome.replied(reply, call.serial, call.givenUp)
  }

  #refuse(call: Call, error: LibvirtError): void {
    if (error.unsupported) this.#unsupported.set(call.name, error)
    this.#done(call)
    if (!call.givenUp) call.outcome.failed(error)
  }

  // A call that was given up keeps its slot until here, because the daemon still works on it.
  #done(call: Call): void {
    call.settle()
    this.#sent.delete(call.serial)
    if (call.givenUp) this.#hung--
    this.#sendNext()
    this.#onRoomChange()
  }

  #sendNext(): void {
    while (this.free) {
      const call = this.#queue.shift()
      if (!call) return
      this.#sent.set(call.serial, call)
      this.#link.send(call.frame)
    }
  }

  #nextSerial(): number {
    do this.#lastSerial = this.#lastSerial === 0xffff_ffff ? 1 : this.#lastSerial + 1
    while (this.#sent.has(this.#lastSerial))
    return this.#lastSerial
  }
}

/** Reads the error that a frame with the status `error` carries. */
export function readError(frame: Frame, procedure: string): LibvirtError {
  const reader = new XdrReader(frame.bytes, headerSize)
  const told = readRemoteError(reader)
  reader.end()
  return new LibvirtError(told, procedure)
}
