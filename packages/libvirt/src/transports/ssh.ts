import type { Duplex } from 'node:stream'
import { TransportError } from '../errors.ts'
import type { Transport } from '../transport.ts'
import type { LibvirtUri } from '../uri.ts'
import type { SshAuth } from '../uri-options.ts'
import { daemonSockets, isSession } from './daemon-sockets.ts'
import { written } from './tcp.ts'

/** Whom to log in at. What is null or left out is the opener's choice. */
export interface SshTarget {
  readonly user: string | null
  readonly host: string
  /** 22 unless the URI says otherwise. */
  readonly port: number
  readonly keyfile?: string
  readonly known_hosts?: string
  /** Whether unknown host keys are taken (`auto`), or any (`ignore`). An opener that does neither must refuse. */
  readonly known_hosts_verify: 'normal' | 'auto' | 'ignore'
  readonly sshauth?: readonly SshAuth[]
}

/** How to get from the host to its daemon: by forwarding to a socket there, or by a line for the login shell there. */
export type SshWay = { readonly socket: string } | { readonly command: string }

/**
 * Opens one channel to a host. Supplied by the caller, as this package has no SSH of its own.
 * Must verify the host's key. Where the way is not there but another may be, rejects with a TransportError of the
 * reason `absent`.
 */
export type OpenSsh = (target: SshTarget, way: SshWay, signal?: AbortSignal) => Promise<Duplex>

/**
 * libvirt on another machine, through SSH: forwarding to the daemon's socket is tried first, then virt-ssh-helper or
 * nc on the host. Opening rejects with what the opener says last.
 */
export function sshTransport(uri: LibvirtUri, openSsh: OpenSsh, { readOnly = false } = {}): Transport {
  const { user, host, port, options } = uri
  const { keyfile, known_hosts, known_hosts_verify, sshauth, no_verify } = options
  const target: SshTarget = {
    user,
    host: host ?? 'localhost',
    port: port ?? 22,
    known_hosts_verify: known_hosts_verify ?? (no_verify ? 'auto' : 'normal'),
    ...(keyfile !== undefined && { keyfile }),
    ...(known_hosts !== undefined && { known_hosts }),
    ...(sshauth !== undefined && { sshauth }),
  }
  const ways = sshWays(uri, readOnly)
  return {
    name: `${user === null ? '' : `${user}@`}${written(target)}`,
    confidential: true,
    async open(signal) {
      let fault: unknown
      for (const way of ways) {
        try {
          return await openSsh(target, way, signal)
        } catch (error) {
          if (!(error instanceof TransportError && error.reason === 'absent')) throw error
          fault = error
        }
      }
      throw fault
    },
  }
}

/** The ways to a URI's daemon, the best first. Throws a UriError where `mode` asks for what is not there. */
export function sshWays(uri: LibvirtUri, readOnly: boolean): readonly SshWay[] {
  const { proxy = 'auto', socket, mode = 'auto', netcat = 'nc' } = uri.options
  // Where a session's socket lies only a program on the host can say, and only virt-ssh-helper does.
  const anyUser = { id: 1, environment: { XDG_RUNTIME_DIR: '/run' } }
  const session = socket === undefined && isSession(uri, anyUser)
  const sockets = session ? [] : daemonSockets(uri, { readOnly, user: { id: 0, environment: {} } })
  // It finds the socket by itself, and cannot be told another.
  const native = proxy !== 'netcat' && socket === undefined && mode === 'auto' && uri.open !== ''
  const helper = native
    ? `if command -v virt-ssh-helper >/dev/null 2>&1; then exec virt-ssh-helper ${readOnly ? '-r ' : ''}"$1"; fi; `
    : ''
  const relay = proxy === 'native' || session ? '' : connectBy
  const command = `sh -c ${quoted(`${helper}${relay}${giveUp}`)} sh ${[uri.open, netcat, ...sockets].map(quoted).join(' ')}`
  return [...(proxy === 'auto' ? sockets.map(path => ({ socket: path })) : []), { command }]
}

// Debian's nc must be told to end with its input, others do so anyway: else a dead link keeps a client at the daemon.
const connectBy = `nc=$2; shift 2; if command -v "$nc" >/dev/null 2>&1; then \
for s in "$@"; do if [ -S "$s" ]; then \
if "$nc" -h 2>&1 | grep -q -e "-q secs"; then exec "$nc" -q 0 -U "$s"; else exec "$nc" -U "$s"; fi; fi; done; \
echo "none of the sockets $* exists" >&2; exit 1; fi; `

const giveUp = 'echo "neither virt-ssh-helper nor netcat is installed" >&2; exit 127'

/** One word for any login shell: nothing within single quotes means anything but the quote itself. */
const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`
