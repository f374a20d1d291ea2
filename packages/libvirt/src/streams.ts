import { readError } from './calls.ts'
import { ProtocolError } from './errors.ts'
import { type Frame, headerSize, MessageStatus, MessageType } from './frame.ts'
import { emptyPayload, type Link } from './link.ts'
import type { Procedure } from './protocol/procedure.ts'
import { ReadStream } from './read-stream.ts'

interface OpenStream {
  readonly name: string
  readonly procedure: Procedure<unknown, unknown>
  readonly stream: ReadStream
}

/** The streams of a connection, by the serial of the call that opened each. */
export class Streams {
  readonly #link: Link
  readonly #open = new Map<number, OpenStream>()

  constructor(link: Link) {
    this.#link = link
  }

  has(serial: number): boolean {
    return this.#open.has(serial)
  }

  /** The stream of a call, made when its reply arrives or its first packet, whichever is first. */
  open(name: string, procedure: Procedure<unknown, unknown>, serial: number): ReadStream {
    const known = this.#open.get(serial)
    if (known) return known.stream
    const { program, version, number } = procedure
    const send = (status: number): void => {
      const header = { program, version, procedure: number, type: MessageType.stream, serial, status }
      this.#link.send(this.#link.frame(header, emptyPayload))
    }
    const stream = new ReadStream(name, {
      finish: () => send(MessageStatus.ok),
      abort: () => send(MessageStatus.error),
      hold: () => this.#link.hold(),
      release: () => this.#link.release(),
    })
    this.#open.set(serial, { name, procedure, stream })
    return stream
  }

  /** Takes a packet. Throws a ProtocolError when it belongs to no stream or makes no sense in it. */
  receive(frame: Frame): void {
    const open = this.#open.get(frame.serial)
    if (!open) throw new ProtocolError('serial', `a stream packet has the serial ${frame.serial}, which no stream has`)
    const { stream, name, procedure } = open
    if (frame.program !== procedure.program || frame.procedure !== procedure.number) {
      throw new ProtocolError('procedure', `a packet of the stream of ${name} names the procedure ${frame.procedure}`)
    }
    const isData = frame.type === MessageType.stream
    if (isData && frame.status === MessageStatus.continue) {
      stream.receive(frame.bytes.subarray(headerSize))
      return
    }
    if (frame.status === MessageStatus.error) stream.fail(readError(frame, name))
    else if (isData && frame.status === MessageStatus.ok) stream.confirm()
    else throw new ProtocolError('message-type', `a packet of the stream of ${name} has the status ${frame.status}`)
    this.#open.delete(frame.serial)
  }

  /** Ends every stream with an error. */
  fail(error: Error): void {
    for (const { stream } of this.#open.values()) stream.fail(error)
    this.#open.clear()
  }
}
