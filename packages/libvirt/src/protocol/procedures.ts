import { type AdminProcedures, adminProcedures } from './admin.gen.ts'
import { type LxcProcedures, lxcProcedures } from './lxc.gen.ts'
import type { ProcedureTable, StreamDirection } from './procedure.ts'
import { type QemuProcedures, qemuProcedures } from './qemu.gen.ts'
import { type RemoteProcedures, remoteProcedures } from './remote.gen.ts'

/** Every procedure of libvirt's protocol, by name: DOMAIN_GET_STATE is `domainGetState`. */
export interface Procedures extends RemoteProcedures, QemuProcedures, LxcProcedures, AdminProcedures {}

/** The name of a procedure. */
export type ProcedureName = keyof Procedures

/** The procedures that open a stream of this direction. */
type Streaming<Direction extends StreamDirection> = {
  [Name in ProcedureName]: Procedures[Name] extends { stream: Direction } ? Name : never
}[ProcedureName]

/** The procedures that open a stream from the host: `domainScreenshot`, `storageVolDownload`. */
export type ReadStreamName = Streaming<'read'>

/** The procedures that open a stream to the host: `storageVolUpload` and the receiving end of a tunnelled migration. */
export type WriteStreamName = Streaming<'write'>

/** The procedures that open a stream both ways: `domainOpenConsole`, `domainOpenChannel`. */
export type DuplexStreamName = Streaming<'both'>

/** The procedures that open a stream. */
export type StreamName = ReadStreamName | WriteStreamName | DuplexStreamName

/** The procedures that are a question and an answer, without a stream. */
export type CallName = {
  [Name in ProcedureName]: Procedures[Name] extends { stream: string } ? never : Name
}[ProcedureName]

/** What a procedure takes. */
export type Args<Name extends ProcedureName> = Procedures[Name]['args']

/** What a procedure answers. */
export type Reply<Name extends ProcedureName> = Procedures[Name]['reply']

export const procedures: ProcedureTable<Procedures> = {
  ...remoteProcedures,
  ...qemuProcedures,
  ...lxcProcedures,
  ...adminProcedures,
}
