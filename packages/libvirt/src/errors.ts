/**
 * An error that libvirt itself answered.
 * `code`, `domain` and `level` are libvirt's `virErrorNumber`, `virErrorDomain` and `virErrorLevel`
 * (the objects `ErrorNumber`, `ErrorDomain`, `ErrorLevel` hold their names): https://libvirt.org/html/libvirt-virterror.html
 */
export class LibvirtError extends Error {
  override readonly name = 'LibvirtError'
  readonly code: number
  readonly domain: number
  readonly level: number
  /** The procedure that was called, or the stream's. */
  readonly procedure: string
  /** True when this libvirt is too old (or too modular) to know the procedure at all. */
  readonly unsupported: boolean

  constructor(told: { code: number; domain: number; level: number; message: string | null }, procedure: string) {
    super(told.message ?? `libvirt error ${told.code}`)
    this.code = told.code
    this.domain = told.domain
    this.level = told.level
    this.procedure = procedure
    this.unsupported = isUnknownProcedure(told.code, told.domain, this.message)
  }
}

// A daemon says "unknown procedure" and "cannot find program" with the general code for RPC trouble, which means other
// things too, so the words decide. https://gitlab.com/libvirt/libvirt/-/blob/master/src/rpc/virnetserverprogram.c
const isUnknownProcedure = (code: number, domain: number, message: string): boolean =>
  code === 39 && domain === 7 && /unknown procedure|cannot find program/i.test(message)

/** Why a host cannot be reached, or why a connection ended. */
export type TransportReason =
  /** The socket, or the way to it, does not exist. */
  | 'absent'
  /** This user may not open the socket, or nobody may connect to that address from here. */
  | 'permission'
  /** The socket or port is there and nobody listens. */
  | 'refused'
  /** The host's name is unknown, or no network leads to it. */
  | 'unreachable'
  /** The host did not answer in time. */
  | 'timeout'
  /** The host's certificate is not one that we trust. */
  | 'certificate'
  /** The host's certificate is made out to another name. */
  | 'name'
  /** The host refused our certificate, or wants one and there is none that can be used. */
  | 'client-certificate'
  /** The host's SSH key is not the one that is known, or was revoked: somebody else may be answering. */
  | 'host-key'
  /** The host's SSH key is not known yet. */
  | 'new-host-key'
  /** The host let us not log in by SSH. */
  | 'authentication'
  /** Opening failed for another reason; see `cause`. */
  | 'failed'
  /** The other side closed the connection, or the system did. */
  | 'lost'
  /** The other side stopped answering pings. */
  | 'keepalive'
  /** This side closed the connection. */
  | 'closed'

/** The way to the host failed: before, while or after it was in use. The message says what to do where that is known. */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  readonly reason: TransportReason

  constructor(reason: TransportReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

/** The host wants an authentication that failed or that this client does not speak. */
export class AuthenticationError extends Error {
  override readonly name = 'AuthenticationError'
  /** What the host offered. */
  readonly mechanism: 'polkit' | 'sasl' | 'unknown'

  constructor(mechanism: 'polkit' | 'sasl' | 'unknown', message: string, options?: ErrorOptions) {
    super(message, options)
    this.mechanism = mechanism
  }
}

/** What was wrong with the bytes that arrived. */
export type ProtocolFault =
  /** A frame shorter than its header or longer than libvirt allows. */
  | 'frame-length'
  /** A field reaches past the end of its message. */
  | 'truncated'
  /** Bytes are left after the last field. */
  | 'trailing-bytes'
  /** A string or list is longer than the protocol allows. */
  | 'over-limit'
  /** Bytes between fields that must be zero are not (RFC 4506, section 3). */
  | 'padding'
  /** A number outside the range of its type. */
  | 'range'
  /** A union's type that libvirt's protocol does not define. */
  | 'union'
  /** A program or protocol version that was not spoken to. */
  | 'program'
  /** A message type or status that makes no sense here. */
  | 'message-type'
  /** A reply or stream packet that belongs to no call. */
  | 'serial'
  /** The reply to a call names another procedure. */
  | 'procedure'

/** The other side does not speak libvirt's protocol properly. The connection is closed: nothing after such bytes can be trusted. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
  readonly fault: ProtocolFault

  constructor(fault: ProtocolFault, message: string) {
    super(`The host does not speak libvirt's protocol properly: ${message}.`)
    this.fault = fault
  }
}

/** A call was not answered in time. If it was sent, the host may still carry it out. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
  readonly procedure: string
  /** How long was waited, in ms. */
  readonly deadlineMs: number
  /** False when the call was still queued behind others and never reached the host. */
  readonly sent: boolean

  constructor(procedure: string, deadlineMs: number, sent: boolean) {
    const outcome = sent
      ? 'The host may still carry it out.'
      : 'It was never sent, because earlier calls still wait for their answers.'
    super(`${procedure} was not answered within ${deadlineMs / 1000} s. ${outcome}`)
    this.procedure = procedure
    this.deadlineMs = deadlineMs
    this.sent = sent
  }
}

/** A connection URI that cannot be used; the message says what is wrong with it. */
export class UriError extends Error {
  override readonly name = 'UriError'
}
