import { type Asked, readError } from './calls.ts'
import { ProtocolError } from './errors.ts'
import { type Frame, headerSize, MessageStatus, MessageType } from './frame.ts'
import { emptyPayload, type Link } from './link.ts'
import type { Procedure } from './protocol/procedure.ts'
import { Hole, RemoteStream } from './remote-stream.ts'
import { XdrReader } from './xdr-reader.ts'

interface OpenStream {
  readonly name: string
  readonly procedure: Procedure<unknown, unknown>
  readonly stream: RemoteStream
}

/** VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM and its like of the download. */
const sparseFlag = 1
const sparseProcedures = new Set(['storageVolUpload', 'storageVolDownload'])

const isSparse = (name: string, args: unknown): boolean =>
  sparseProcedures.has(name) && (((args as { flags?: number }).flags ?? 0) & sparseFlag) === sparseFlag

function readHole(frame: Frame): Hole {
  const reader = new XdrReader(frame.bytes, headerSize)
  const hole = new Hole(reader.hyper())
  reader.uint()
  reader.end()
  return hole
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
  open({ name, procedure, args }: Asked, serial: number): RemoteStream {
    const known = this.#open.get(serial)
    if (known) return known.stream
    const { program, version, number } = procedure
    const header = { program, version, procedure: number, type: MessageType.stream, serial, status: MessageStatus.ok }
    const data = { ...header, status: MessageStatus.continue }
    const direction = procedure.stream ?? 'read'
    const stream = new RemoteStream(
      { name, direction, sparse: isSparse(name, args) },
      {
        send: (bytes, sent) => this.#link.sendData(data, bytes, sent),
        sendHole: ({ length }, sent) => {
          const hole = this.#link.frame({ ...data, type: MessageType.streamHole }, writer => {
            writer.hyper(length)
            writer.uint(0)
          })
          this.#link.send(hole, sent)
        },
        finish: () => this.#link.send(this.#link.frame(header, emptyPayload)),
        abort: () => this.#link.send(this.#link.frame({ ...header, status: MessageStatus.error }, emptyPayload)),
        recycle: buffer => this.#link.recycle(buffer),
        hold: () => this.#link.hold(),
        release: () => this.#link.release(),
      },
    )
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
    if (frame.type === MessageType.streamHole) {
      stream.receiveHole(readHole(frame))
      return
    }
    if (isData && frame.status === MessageStatus.continue) {
      // A slow reader keeps what it has not read.
      const data = frame.bytes.subarray(headerSize)
      stream.receive(frame.owned ? data : Buffer.from(data))
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
