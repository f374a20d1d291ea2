import type { XdrReader } from '../xdr-reader.ts'
import type { XdrWriter } from '../xdr-writer.ts'

/** Which way bytes flow after the reply. */
export type StreamDirection = 'read' | 'write' | 'both'

/** What a procedure is known by in the types: its arguments, its reply, and its stream if it opens one. */
interface ProcedureShape {
  args: unknown
  reply: unknown
  stream?: StreamDirection
}

/** One procedure of libvirt's protocol: where it lives, and how its arguments and its reply travel. */
export interface Procedure<Args, Reply> {
  readonly program: number
  readonly version: number
  readonly number: number
  /** `low`: may take long, as it can wait for a guest, a disk or another host. */
  readonly priority: 'high' | 'low'
  readonly writeArgs: (writer: XdrWriter, args: Args) => void
  readonly readReply: (reader: XdrReader) => Reply
  readonly stream: StreamDirection | null
}

/** The procedures of a program, by name. */
export type ProcedureTable<Shapes extends { [Name in keyof Shapes]: ProcedureShape }> = {
  readonly [Name in keyof Shapes]: Procedure<Shapes[Name]['args'], Shapes[Name]['reply']>
}

/** Makes the table entries of one program. */
export const proceduresOf =
  (program: number, version: number) =>
  <Args, Reply>(
    number: number,
    priority: 'high' | 'low',
    writeArgs: (writer: XdrWriter, args: Args) => void,
    readReply: (reader: XdrReader) => Reply,
    stream: StreamDirection | null = null,
  ): Procedure<Args, Reply> => ({ program, version, number, priority, writeArgs, readReply, stream })

export const noArgs = (): void => {}
export const noReply = (): undefined => undefined
