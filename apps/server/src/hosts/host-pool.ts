import {
  type CallName,
  DeadlineError,
  ErrorNumber,
  type LaneOptions,
  LibvirtError,
  openPool,
  type Pool,
  type PoolState,
  type Transport,
} from '@porthole/libvirt'
import type { HostUri } from './host-uri.ts'
import { watchSocket } from './socket-watch.ts'

/**
 * What acts on guests, storage or networks may wait for stuck ones, and so may figures. Each of these has connections
 * of its own, so that the rest, which reads what libvirt has at hand, stays fast whatever hangs.
 */
const acting: ReadonlySet<CallName> = new Set<CallName>([
  'connectGetDomainCapabilities',
  'domainGetGuestInfo',
  'domainInterfaceAddresses',
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
  'networkDestroy',
  'networkUndefine',
  'storagePoolBuild',
  'storagePoolCreate',
  'storagePoolDestroy',
  'storagePoolListAllVolumes',
  'storagePoolRefresh',
  'storagePoolLookupByTargetPath',
  'storageVolGetXmlDesc',
  'storageVolLookupByPath',
])

/** What may take as long as it takes to write a whole disk. */
const writing: ReadonlySet<CallName> = new Set<CallName>([
  'storageVolCreateXml',
  'storageVolCreateXmlFrom',
  'storageVolDelete',
  'storageVolResize',
])

const lanes: readonly LaneOptions[] = [
  { connections: 2, takes: name => acting.has(name) },
  { connections: 1, takes: name => writing.has(name) },
  { connections: 1, takes: name => name === 'connectGetAllDomainStats' },
  { connections: 2, takes: () => true },
]

/** Keeps in touch with a host until the signal; a daemon that starts on this machine is met at once. */
export function openHostPool(
  uri: HostUri,
  transport: Transport,
  signal: AbortSignal,
  onState: (state: PoolState) => void,
): Pool {
  const pool = openPool({ transport, uri: uri.open, lanes, signal, onState })
  if (uri.parts.transport === 'unix') watchSocket(uri.socket, () => pool.wake(), signal)
  return pool
}

/** True when the object of a call does not exist: not a failure to one who only looked. */
export function isGone(error: unknown): boolean {
  return error instanceof LibvirtError && gone.has(error.code)
}

/** True when the host answered with an error, or not in time: bad for this one call, not for the host. */
export function isRefusal(error: unknown): boolean {
  return error instanceof LibvirtError || error instanceof DeadlineError
}

export function isUnsupported(error: unknown): boolean {
  return error instanceof LibvirtError && (error.unsupported || error.code === ErrorNumber.NO_SUPPORT)
}

const gone: ReadonlySet<number> = new Set([
  ErrorNumber.NO_DOMAIN,
  ErrorNumber.NO_NETWORK,
  ErrorNumber.NO_STORAGE_POOL,
  ErrorNumber.NO_STORAGE_VOL,
])
