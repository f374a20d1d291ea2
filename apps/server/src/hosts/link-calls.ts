import {
  type CallName,
  type CallRest,
  type Connection,
  DeadlineError,
  ErrorNumber,
  type EventListener,
  type EventName,
  LibvirtError,
  type ReadStream,
  type ReadStreamName,
  type Reply,
} from '@porthole/libvirt'

/**
 * libvirt serves five requests per connection at a time, and five that wait for stuck guests would keep every other
 * call waiting with them. So what asks a guest for a picture or figures has a connection of its own, and so has what
 * acts on guests, storage or networks. The rest never waits, and stays fast whatever hangs.
 */
const acting: ReadonlySet<CallName> = new Set<CallName>([
  'connectGetDomainCapabilities',
  'domainCreateWithFlags',
  'domainManagedSave',
  'domainManagedSaveRemove',
  'domainReboot',
  'domainReset',
  'domainResume',
  'domainShutdownFlags',
  'domainSuspend',
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
const asking: ReadonlySet<CallName> = new Set<CallName>(['connectGetAllDomainStats'])

/** The connections of a live link. Errors are libvirt's own here; `HostLink` makes faults of them. */
export class LinkCalls {
  readonly #lanes: { readonly fast: Connection; readonly acting: Connection; readonly asking: Connection }

  constructor(lanes: { fast: Connection; acting: Connection; asking: Connection }) {
    this.#lanes = lanes
  }

  /** Calls on the connection that suits the procedure. */
  call<Name extends CallName>(name: Name, ...rest: CallRest<Name>): Promise<Reply<Name>> {
    const { fast, ...slow } = this.#lanes
    return (acting.has(name) ? slow.acting : asking.has(name) ? slow.asking : fast).call(name, ...rest)
  }

  readStream<Name extends ReadStreamName>(
    name: Name,
    ...rest: CallRest<Name>
  ): Promise<{ reply: Reply<Name>; stream: ReadStream }> {
    return this.#lanes.asking.readStream(name, ...rest)
  }

  subscribe<Name extends EventName>(name: Name, listener: EventListener<Name>): Promise<unknown> {
    return this.#lanes.fast.subscribe(name, listener)
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

  /** Resolves with the reason as soon as one of the connections has ended. */
  get closed(): Promise<Error | null> {
    return Promise.race(Object.values(this.#lanes).map(({ closed }) => closed))
  }

  async close(): Promise<void> {
    await Promise.allSettled(Object.values(this.#lanes).map(connection => connection.close()))
  }
}

const gone: ReadonlySet<number> = new Set([
  ErrorNumber.NO_DOMAIN,
  ErrorNumber.NO_NETWORK,
  ErrorNumber.NO_STORAGE_POOL,
  ErrorNumber.NO_STORAGE_VOL,
])
