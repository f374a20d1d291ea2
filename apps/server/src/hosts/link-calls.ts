import {
  type CallName,
  type CallRest,
  type Connection,
  DeadlineError,
  ErrorNumber,
  LibvirtError,
  type ReadStream,
  type ReadStreamName,
  type Reply,
} from '@porthole/libvirt'

/**
 * Calls that may wait on a guest, a disk or a long list. They have a connection of their own: libvirt serves five
 * requests per connection at a time, and five of these would keep a trivial call waiting for as long as they take.
 */
const slowLane: ReadonlySet<CallName> = new Set<CallName>([
  'connectGetAllDomainStats',
  'connectGetCapabilities',
  'connectGetDomainCapabilities',
  'domainCreateWithFlags',
  'domainManagedSave',
  'domainManagedSaveRemove',
  'domainSetMetadata',
  'domainShutdownFlags',
  'domainReboot',
  'domainUndefineFlags',
  'networkCreate',
  'storagePoolBuild',
  'storagePoolCreate',
  'storagePoolListAllVolumes',
  'storagePoolRefresh',
  'storageVolCreateXml',
  'storageVolDelete',
  'storageVolGetXmlDesc',
])

/** The two connections of a live link. Errors are libvirt's own here; `HostLink` makes faults of them. */
export class LinkCalls {
  readonly fast: Connection
  readonly slow: Connection

  constructor(fast: Connection, slow: Connection) {
    this.fast = fast
    this.slow = slow
  }

  /** Calls on the connection that suits the procedure. */
  call<Name extends CallName>(name: Name, ...rest: CallRest<Name>): Promise<Reply<Name>> {
    return (slowLane.has(name) ? this.slow : this.fast).call(name, ...rest)
  }

  readStream<Name extends ReadStreamName>(
    name: Name,
    ...rest: CallRest<Name>
  ): Promise<{ reply: Reply<Name>; stream: ReadStream }> {
    return this.slow.readStream(name, ...rest)
  }

  /** True when the object of a call does not exist: not a failure to one who only looked. */
  isGone(error: unknown): boolean {
    return error instanceof LibvirtError && gone.has(error.code)
  }

  /** True when the host answered with an error, or not in time: bad for this one call, not for the connection. */
  isRefusal(error: unknown): boolean {
    return error instanceof LibvirtError || error instanceof DeadlineError
  }

  isUnsupported(error: unknown): boolean {
    return error instanceof LibvirtError && (error.unsupported || error.code === ErrorNumber.NO_SUPPORT)
  }

  /** Resolves with the reason as soon as either connection has ended. */
  get closed(): Promise<Error | null> {
    return Promise.race([this.fast.closed, this.slow.closed])
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.fast.close(), this.slow.close()])
  }
}

const gone: ReadonlySet<number> = new Set([
  ErrorNumber.NO_DOMAIN,
  ErrorNumber.NO_NETWORK,
  ErrorNumber.NO_STORAGE_POOL,
  ErrorNumber.NO_STORAGE_VOL,
])
