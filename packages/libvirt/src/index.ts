export type { CallOptions } from './calls.ts'
export { type ConnectOptions, connect } from './connect.ts'
export { type AdminOptions, connectAdmin } from './connect-admin.ts'
export {
  type CallRest,
  Connection,
  type EventListener,
  type EventName,
  type EventsOptions,
  type Feature,
  type SubscribeOptions,
} from './connection.ts'
export * from './constants.gen.ts'
export type { LaneOptions } from './contact.ts'
export { allDomainStats, type DomainStatsOptions } from './domain-stats.ts'
export {
  AuthenticationError,
  DeadlineError,
  LibvirtError,
  ProtocolError,
  type ProtocolFault,
  TransportError,
  type TransportReason,
  UriError,
} from './errors.ts'
export type { Heard } from './event-queue.ts'
export { receiveFile, sendFile } from './file-transfer.ts'
export { type GenericCall, Program } from './generic-call.ts'
export type { KeepAliveOptions } from './keep-alive.ts'
export type { LastingOptions } from './lasting-subscriptions.ts'
export { openPool, type Pool, type PoolOptions, type PoolState } from './pool.ts'
export type { EventMessages } from './protocol/events.gen.ts'
export type {
  Args,
  CallName,
  DuplexStreamName,
  ProcedureName,
  Procedures,
  ReadStreamName,
  Reply,
  StreamName,
  WriteStreamName,
} from './protocol/procedures.ts'
export type * from './protocol/structures.gen.ts'
export * as xdr from './protocol/structures.gen.ts'
export { double, int, llong, type ParamScalar, TypedValue, uint, ullong } from './protocol/typed-params.ts'
export { type DuplexStream, Hole, type ReadStream, type WriteStream } from './remote-stream.ts'
export type { Credentials } from './sasl.ts'
export type { Transport } from './transport.ts'
export { type Certificates, readCertificates } from './transports/certificates.ts'
export { daemonSockets } from './transports/daemon-sockets.ts'
export { type OpenSsh, type SshTarget, type SshWay, sshTransport } from './transports/ssh.ts'
export { type NetworkOptions, type OpeningStep, type TcpOptions, tcpTransport } from './transports/tcp.ts'
export { type TlsTarget, tlsTransport } from './transports/tls.ts'
export { type TransportOptions, transportOf } from './transports/transport-of.ts'
export { systemSockets, unixTransport } from './transports/unix.ts'
export { formatUri, type LibvirtUri, parseUri } from './uri.ts'
export type { SshAuth, UriOptions, UriTransport } from './uri-options.ts'
export type { Hyper, XdrReader } from './xdr-reader.ts'
export type { XdrWriter } from './xdr-writer.ts'
