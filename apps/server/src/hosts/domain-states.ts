import type { VmState } from '@porthole/contract'

interface StateWords {
  readonly state: VmState
  /** By libvirt's number; null where libvirt itself does not know. */
  readonly reasons: readonly (string | null)[]
}

/** virDomainState and its reasons by number: https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainState */
const table: readonly StateWords[] = [
  { state: 'unknown', reasons: [] },
  {
    state: 'running',
    reasons: [
      null,
      'booted',
      'migrated here',
      'restored',
      'reverted to a snapshot',
      'resumed',
      'migration cancelled',
      'saving cancelled',
      'woken up',
      'went on after a crash',
      'post-copy migration',
      'post-copy migration failed',
    ],
  },
  { state: 'running', reasons: [null] },
  {
    state: 'paused',
    reasons: [
      null,
      'paused by a person',
      'migrating',
      'saving',
      'dumping memory',
      'disk error',
      'watchdog',
      'reverted to a snapshot',
      'shutting down',
      'taking a snapshot',
      'the guest crashed',
      'starting up',
      'post-copy migration',
      'post-copy migration failed',
    ],
  },
  { state: 'shutting-down', reasons: [null, 'asked to'] },
  {
    state: 'shut-off',
    reasons: [
      null,
      'shut down by the guest',
      'forced off',
      'crashed',
      'migrated away',
      'saved',
      'failed to start',
      'reverted to a snapshot',
      'stopped by libvirt',
    ],
  },
  { state: 'crashed', reasons: [null, 'the guest panicked'] },
  { state: 'pm-suspended', reasons: [null] },
]

const noState = 0
const shutOff = 5
const crashed = 6
const shutOffCrashed = 3

/** libvirt's numbers in the contract's words. A VM that is off and has a managed save image is `saved`. */
export function stateWords(
  state: number,
  reason: number,
  managedSave: boolean,
): { state: VmState; reason: string | null } {
  const row = table[state] ?? { state: 'unknown', reasons: [] }
  const words = row.reasons[reason] ?? null
  if (state === shutOff && managedSave) return { state: 'saved', reason: 'saved' }
  if (state === shutOff && reason === shutOffCrashed) return { state: 'crashed', reason: words }
  return { state: row.state, reason: words }
}

/**
 * Whether a domain in that state runs in a process of its own. Where the state does not tell, its id does: a crashed
 * domain may have been preserved. The id alone will not do, as it is asked for a moment before the state.
 */
export function isActive(state: number, id: number): boolean {
  if (state === noState || state === crashed) return id !== -1
  return state !== shutOff
}
