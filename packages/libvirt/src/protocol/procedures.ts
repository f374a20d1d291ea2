import { type AdminProcedures, adminProcedures } from './admin.gen.ts'
import { type LxcProcedures, lxcProcedures } from './lxc.gen.ts'
import type { ProcedureTable } from './procedure.ts'
import { type QemuProcedures, qemuProcedures } from './qemu.gen.ts'
import { type RemoteProcedures, remoteProcedures } from './remote.gen.ts'

/** Every procedure of libvirt's protocol, by name: DOMAIN_GET_STATE is `domainGetState`. */
export interface Procedures extends RemoteProcedures, QemuProcedures, LxcProcedures, AdminProcedures {}

/** The name of a procedure. */
export type ProcedureName = keyof Procedures

/** The procedures that open a stream from the host. */
export type ReadStreamName = {
  [Name in ProcedureName]: Procedures[Name] extends { stream: 'read' } ? Name : never
}[ProcedureName]

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
