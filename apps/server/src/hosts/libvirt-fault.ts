import type { ErrorCode } from '@porthole/contract'
import {
  AuthenticationError,
  DeadlineError,
  ErrorNumber,
  LibvirtError,
  ProtocolError,
  TransportError,
  type TransportReason,
} from '@porthole/libvirt'
import { Fault } from '../fault.ts'

/** What only libvirt's message tells; looked at before the code. The first that matches wins. */
const byMessage: readonly [RegExp, ErrorCode][] = [
  [/Could not access KVM|failed to initialize kvm|\/dev\/kvm|does not support virt type 'kvm'/i, 'KVM_UNUSABLE'],
  // QEMU ends itself when KVM refuses what it promised, as half-working nested virtualization does.
  [/\bkvm_\w+: |\/kvm\.c:|KVM_\w+ failed|kvm run failed|failed to set MSR/i, 'KVM_UNUSABLE'],
  [/No space left on device|not enough (free )?space|Disk quota exceeded/i, 'NO_SPACE'],
  [/already exists|already in use by|is already defined/i, 'NAME_TAKEN'],
  [/^(?!.*\bsocket\b).*No such file or directory/is, 'MEDIA_MISSING'],
]

/** What keeps a network from starting; where $1 stands, what libvirt named. Looked at before all else. */
const ofNetworks: readonly [RegExp, ErrorCode, string][] = [
  [
    /Network is already in use by interface (\S+)/,
    'IN_USE',
    'The host has addresses of this subnet at its interface $1 already: take another subnet.',
  ],
  [
    /creating bridge interface (\S+): File exists|bridge name '(\S+)' already in use/,
    'NAME_TAKEN',
    'The host has an interface $1 already: name another bridge, or leave that to libvirt.',
  ],
  [
    /dnsmasq.*Address already in use/s,
    'IN_USE',
    'Another DNS or DHCP server of the host listens at this address: keep it to its own interfaces.',
  ],
  [
    /Unable to find 'dnsmasq' binary/,
    'NOT_SUPPORTED',
    'The host has no dnsmasq, which serves DHCP and DNS: install it.',
  ],
  [
    /Failed to apply firewall/,
    'LIBVIRT_FAILED',
    'libvirt could not set the host’s firewall for this network: see that iptables or nftables works there.',
  ],
]

/** virErrorNumber: https://libvirt.org/html/libvirt-virterror.html#virErrorNumber */
const byCode: Readonly<Record<number, ErrorCode>> = {
  [ErrorNumber.NO_SUPPORT]: 'NOT_SUPPORTED',
  [ErrorNumber.ARGUMENT_UNSUPPORTED]: 'NOT_SUPPORTED',
  [ErrorNumber.OPERATION_UNSUPPORTED]: 'NOT_SUPPORTED',
  [ErrorNumber.CONFIG_UNSUPPORTED]: 'NOT_SUPPORTED',
  [ErrorNumber.NO_DOMAIN]: 'NOT_FOUND',
  [ErrorNumber.NO_NETWORK]: 'NOT_FOUND',
  [ErrorNumber.NO_STORAGE_POOL]: 'NOT_FOUND',
  [ErrorNumber.NO_STORAGE_VOL]: 'NOT_FOUND',
  [ErrorNumber.NO_DOMAIN_SNAPSHOT]: 'NOT_FOUND',
  [ErrorNumber.OPERATION_INVALID]: 'WRONG_STATE',
  [ErrorNumber.DOM_EXIST]: 'NAME_TAKEN',
  [ErrorNumber.NETWORK_EXIST]: 'NAME_TAKEN',
  [ErrorNumber.STORAGE_VOL_EXIST]: 'NAME_TAKEN',
  [ErrorNumber.STORAGE_POOL_BUILT]: 'NAME_TAKEN',
  [ErrorNumber.RESOURCE_BUSY]: 'IN_USE',
  [ErrorNumber.AUTH_FAILED]: 'HOST_REFUSED',
  [ErrorNumber.AUTH_CANCELLED]: 'HOST_REFUSED',
  [ErrorNumber.AUTH_UNAVAILABLE]: 'HOST_REFUSED',
  [ErrorNumber.ACCESS_DENIED]: 'HOST_REFUSED',
  [ErrorNumber.OPERATION_DENIED]: 'HOST_REFUSED',
  [ErrorNumber.OPERATION_TIMEOUT]: 'HOST_SLOW',
  [ErrorNumber.AGENT_UNRESPONSIVE]: 'HOST_SLOW',
}

function fromLibvirt(error: LibvirtError): Fault {
  const { code, domain, level, message, procedure } = error
  const options = { cause: error, data: { libvirt: { code, domain, level, message, procedure } } }
  for (const [pattern, ours, sentence] of ofNetworks) {
    const match = pattern.exec(message)
    if (match) return new Fault(ours, sentence.replace('$1', match[1] ?? match[2] ?? ''), options)
  }
  const ours = error.unsupported
    ? 'NOT_SUPPORTED'
    : (byMessage.find(([pattern]) => pattern.test(message))?.[1] ?? byCode[code])
  if (ours === 'KVM_UNUSABLE' || ours === 'NO_SPACE' || ours === 'NAME_TAKEN')
    return new Fault(ours, undefined, options)
  if (ours === 'MEDIA_MISSING') {
    const path = /'(\/[^']+)'/.exec(message)?.[1]
    const what = path === undefined ? 'A file that the VM needs' : `The file ${path}`
    return new Fault(ours, `${what} is gone: choose another or put it back.`, options)
  }
  if (ours === undefined) return new Fault('LIBVIRT_FAILED', `libvirt could not do this: ${ended(message)}`, options)
  return new Fault(ours, `libvirt refused: ${ended(message)}`, options)
}

const ended = (message: string) => (/[.!?]$/.test(message) ? message : `${message}.`)

/** The package's own sentences say what to do about the way to a host. These are better said by who tries again. */
const endWords: Partial<Readonly<Record<TransportReason, string>>> = {
  lost: 'libvirtd closed the connection: it stopped or was restarted. It is tried again by itself.',
  keepalive: 'libvirtd stopped answering, so the connection was given up. It is tried again by itself.',
  closed: 'The connection to the host was closed.',
}

/** Trying again changes none of these: somebody must do something. */
const refusals: ReadonlySet<TransportReason> = new Set([
  'permission',
  'certificate',
  'name',
  'client-certificate',
  'host-key',
  'new-host-key',
  'authentication',
])

/** Any failure of packages/libvirt as a fault of ours. The only place where the two vocabularies meet. */
export function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error
  if (error instanceof LibvirtError) return fromLibvirt(error)
  if (error instanceof DeadlineError) return new Fault('HOST_SLOW', undefined, { cause: error })
  if (error instanceof TransportError) {
    const code = refusals.has(error.reason) ? 'HOST_REFUSED' : 'HOST_AWAY'
    return new Fault(code, endWords[error.reason] ?? error.message, { cause: error })
  }
  if (error instanceof ProtocolError) return new Fault('HOST_AWAY', error.message, { cause: error })
  if (error instanceof AuthenticationError) return new Fault('HOST_REFUSED', error.message, { cause: error })
  return new Fault('INTERNAL', undefined, { cause: error })
}
