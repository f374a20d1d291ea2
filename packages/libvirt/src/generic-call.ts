import type { Procedure } from './protocol/procedure.ts'
import { procedures } from './protocol/procedures.ts'
import { XdrReader } from './xdr-reader.ts'
import type { XdrWriter } from './xdr-writer.ts'

/** The numbers of libvirt's programs. A connection speaks to those of its socket: `admin` has sockets of its own. */
export const Program = {
  remote: procedures.connectOpen.program,
  qemu: procedures.qemuDomainMonitorCommand.program,
  lxc: procedures.lxcDomainOpenNamespace.program,
  admin: procedures.adminConnectOpen.program,
} as const

/**
 * A call by number, for a procedure that is newer than this package. libvirt lists them, with their arguments and
 * replies, in https://gitlab.com/libvirt/libvirt/-/blob/master/src/remote/remote_protocol.x
 */
export interface GenericCall<Reply = Uint8Array> {
  /** One of `Program`. Default: `Program.remote`. */
  readonly program?: number
  /** The program's version. Default: 1, which all of them have. */
  readonly version?: number
  /** The procedure's number in its program, such as 453. */
  readonly number: number
  /** Its arguments: their bytes in XDR, or what writes them. `xdr` has a writer for each structure. Default: none. */
  readonly args?: Uint8Array | ((writer: XdrWriter) => void)
  /** Reads the reply, to its last byte. Default: its bytes as they are. */
  readonly reply?: (reader: XdrReader) => Reply
}

/** A generic call as the calls of the table are described. Its reply is left as it came. */
export function described(asked: GenericCall<unknown>): { name: string; procedure: Procedure<undefined, Buffer> } {
  const { program = Program.remote, version = 1, number, args } = asked
  return {
    name: `procedure ${number} of program 0x${program.toString(16)}`,
    procedure: {
      program,
      version,
      number,
      priority: 'low',
      stream: null,
      writeArgs: writer => (args instanceof Uint8Array ? writer.raw(args) : args?.(writer)),
      readReply: reader => reader.rest(),
    },
  }
}

/** Reads a reply as the caller describes it. A wrong description costs that call, not the connection. */
export function readDescribed<Reply>({ reply }: GenericCall<Reply>, bytes: Buffer): Reply {
  if (!reply) return bytes as Reply
  const reader = new XdrReader(bytes)
  const value = reply(reader)
  reader.end()
  return value
}
