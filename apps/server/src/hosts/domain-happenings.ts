import type { OutsideAction } from '@porthole/contract'
import { DomainEventShutdownDetailType, DomainEventType, type EventMessages } from '@porthole/libvirt'

/** Events about a domain that this server listens to. */
export type DomainEventName = Extract<keyof EventMessages, `domain${string}`>

/** Something that happened to a domain, by whoever. */
export interface Happening {
  readonly action: OutsideAction
  readonly args: Readonly<Record<string, string>>
}

interface Row {
  readonly action: OutsideAction
  /** By libvirt's detail; null where it says nothing more. */
  readonly reasons: readonly (string | null)[]
}

const { DEFINED, UNDEFINED, STARTED, SUSPENDED, RESUMED, STOPPED, PMSUSPENDED, CRASHED } = DomainEventType

/** virDomainEventType and its details: https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainEventType */
const lifecycle: Readonly<Record<number, Row>> = {
  [DEFINED]: { action: 'vmChanged', reasons: [null, null, null, 'snapshot'] },
  [UNDEFINED]: { action: 'vmUndefined', reasons: [null] },
  [STARTED]: { action: 'vmStarted', reasons: [null, 'migrated', 'restored', 'snapshot', 'woken'] },
  [SUSPENDED]: {
    action: 'vmPaused',
    reasons: [null, 'migrating', 'disk error', 'watchdog', 'restored', 'snapshot', 'failure', 'post-copy'],
  },
  [RESUMED]: { action: 'vmResumed', reasons: [null, 'migrated', 'snapshot', 'post-copy'] },
  [STOPPED]: {
    action: 'vmStopped',
    reasons: ['shut down', 'forced off', 'crashed', 'migrated', 'saved', 'QEMU died', 'snapshot'],
  },
  [PMSUSPENDED]: { action: 'vmAsleep', reasons: ['to memory', 'to disk'] },
  [CRASHED]: { action: 'vmCrashed', reasons: ['panicked', 'panicked'] },
}

const [added, renamed] = [0, 2]
const undefinedRenamed = 1
/** STOPPED_CRASHED and STOPPED_FAILED: the guest did it, or QEMU went away without a word. */
const crashes = [2, 5]

/** What an event says happened; null for what the timeline has no use for. */
export function happeningOf<N extends DomainEventName>(name: N, message: EventMessages[N]): Happening | null {
  const fields = message as unknown as Record<string, unknown>
  const text = (field: string) => String(fields[field] ?? '')
  if (name === 'domainLifecycle') return lifecycleOf(fields as unknown as EventMessages['domainLifecycle'])
  if (name === 'domainReboot') return { action: 'vmRebooted', args: {} }
  if (name === 'domainWatchdog') return { action: 'vmWatchdog', args: {} }
  if (name === 'domainIoErrorReason') {
    const args = { device: text('devAlias'), path: text('srcPath'), reason: text('reason') }
    return { action: 'vmDiskError', args }
  }
  if (name === 'domainDiskChange') {
    return { action: 'vmMediaChanged', args: { device: text('devAlias'), path: text('newSrcPath') } }
  }
  if (name === 'domainDeviceAdded') return { action: 'vmDeviceAdded', args: { device: text('devAlias') } }
  if (name === 'domainDeviceRemoved') return { action: 'vmDeviceRemoved', args: { device: text('devAlias') } }
  if (name === 'domainMetadataChange') return { action: 'vmChanged', args: { what: 'notes' } }
  if (name === 'domainTunable') return { action: 'vmChanged', args: { what: 'limits' } }
  return null
}

function lifecycleOf({ event, detail }: { event: number; detail: number }): Happening | null {
  const row = lifecycle[event]
  // Of a new name, "undefined" is told about the old one; "shutdown" is followed by "stopped".
  if (row === undefined || (event === UNDEFINED && detail === undefinedRenamed)) return null
  if (event === DEFINED && detail === added) return { action: 'vmDefined', args: {} }
  if (event === DEFINED && detail === renamed) return { action: 'vmRenamed', args: {} }
  const reason = row.reasons[detail] ?? null
  const action = event === STOPPED && crashes.includes(detail) ? 'vmCrashed' : row.action
  const what = event === DEFINED ? { what: 'definition' } : {}
  return { action, args: { ...what, ...(reason === null ? {} : { reason }) } }
}

/** Who wanted the shutdown that the next "stopped" ends; null where the event is none or does not say. */
export function shutdownBy({ event, detail }: { event: number; detail: number }): 'guest' | 'host' | null {
  if (event !== DomainEventType.SHUTDOWN) return null
  if (detail === DomainEventShutdownDetailType.GUEST) return 'guest'
  return detail === DomainEventShutdownDetailType.HOST ? 'host' : null
}
