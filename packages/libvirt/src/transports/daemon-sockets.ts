import { UriError } from '../errors.ts'
import type { UriOptions } from '../uri-options.ts'

/** Whose runtime folder a session's sockets are in. */
interface User {
  /** Root has no session: its URIs mean the system's daemon, as with libvirt. */
  readonly id: number
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** The parts of a URI that lead to a socket on its machine. */
interface LocalUri {
  readonly driver: string
  readonly path: string
  readonly options: UriOptions
}

/** The drivers with a daemon of their own: https://libvirt.org/daemons.html#modular-driver-daemons */
const modular: ReadonlySet<string> = new Set([
  ...['qemu', 'xen', 'lxc', 'bhyve', 'ch', 'vbox', 'vz'],
  ...['interface', 'network', 'nodedev', 'nwfilter', 'secret', 'storage'],
])

const here = (): User => ({ id: process.geteuid?.() ?? 0, environment: process.env })

/**
 * The sockets where a URI's daemon may listen on its machine, the likelier first: the driver's own daemon, then libvirtd
 * or, where the daemons are modular, virtproxyd in its place. Throws a UriError where `mode` asks for what is not there.
 */
export function daemonSockets(
  uri: LocalUri,
  { readOnly = false, user = here() }: { readOnly?: boolean; user?: User } = {},
): readonly string[] {
  const { socket, mode = 'auto' } = uri.options
  if (socket !== undefined) return [socket]
  const session = isSession(uri, user)
  const folder = session ? runtimeFolder(user) : '/run/libvirt'
  const path = (daemon: string): string => `${folder}/${daemon}-sock${readOnly && !session ? '-ro' : ''}`
  const own = modular.has(uri.driver) ? [path(`virt${uri.driver}d`)] : []
  if (mode === 'legacy') return [path('libvirt')]
  if (mode === 'auto') return [...own, path('libvirt')]
  if (own.length === 0) throw new UriError(`${uri.driver} has no daemon of its own: leave mode=direct out.`)
  return own
}

/** The socket where a daemon takes orders about itself: that of `libvirtd:///system` or `virtqemud:///session`. */
export function adminSocket(uri: LocalUri, { user = here() }: { user?: User } = {}): string {
  const { driver: daemon, options } = uri
  if (options.socket !== undefined) return options.socket
  if (!/^(lib)?virt[a-z]*d$/.test(daemon)) {
    throw new UriError('Name the daemon to administer, such as libvirtd:///system or virtqemud:///system.')
  }
  const folder = isSession(uri, user) ? runtimeFolder(user) : '/run/libvirt'
  return `${folder}/${daemon === 'libvirtd' ? 'libvirt' : daemon}-admin-sock`
}

/** True where a URI means the daemon of one user instead of the system's. */
export const isSession = ({ path }: { readonly path: string }, { id }: Pick<User, 'id'> = here()): boolean =>
  path === '/session' && id !== 0

function runtimeFolder({ environment }: User): string {
  const { XDG_RUNTIME_DIR, HOME } = environment
  if (XDG_RUNTIME_DIR) return `${XDG_RUNTIME_DIR}/libvirt`
  if (HOME) return `${HOME}/.cache/libvirt`
  throw new UriError(
    'Neither XDG_RUNTIME_DIR nor HOME is set, so nobody knows where the session listens: give a socket.',
  )
}
