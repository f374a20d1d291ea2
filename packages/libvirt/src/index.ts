export * from './constants.gen.ts'
export {
  AuthenticationError,
  DeadlineError,
  LibvirtError,
  ProtocolError,
  type ProtocolFault,
  TransportError,
  type TransportReason,
} from './errors.ts'
export type { EventMessages } from './protocol/events.gen.ts'
export type { Args, CallName, ProcedureName, Procedures, ReadStreamName, Reply } from './protocol/procedures.ts'
export type * from './protocol/structures.gen.ts'
export { paramsToObject, type TypedParamValue } from './protocol/typed-param.ts'
export type { Hyper } from './xdr-reader.ts'
