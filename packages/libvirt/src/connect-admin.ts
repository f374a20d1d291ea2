import { type ConnectOptions, usualDeadlineMs, usualKeepAlive, warn } from './connect.ts'
import { Connection } from './connection.ts'
import { UriError } from './errors.ts'
import type { Transport } from './transport.ts'
import { adminSocket } from './transports/daemon-sockets.ts'
import { unixTransport } from './transports/unix.ts'
import { parseUri } from './uri.ts'

/** What `connectAdmin` takes. */
export interface AdminOptions
  extends Pick<ConnectOptions, 'transport' | 'keepAlive' | 'deadlineMs' | 'onListenerError' | 'signal'> {
  /**
   * The daemon as virt-admin names it: `libvirtd:///system`, `virtqemud:///system`, `libvirtd:///session`, perhaps
   * with `?socket=`. Default: `libvirtd:///system`. A `transport` decides instead.
   */
  uri?: string
}

/**
 * Connects to a daemon's own administration: its servers, clients, limits and log. Only the calls named `admin…` are
 * answered there. It listens on a unix socket of its own that only its user, mostly root, may open.
 * Rejects as `connect` does. https://libvirt.org/html/libvirt-libvirt-admin.html
 */
export async function connectAdmin(options: AdminOptions = {}): Promise<Connection> {
  const { uri = 'libvirtd:///system', signal } = options
  const transport = options.transport ?? adminTransport(uri)
  const connection = new Connection(await transport.open(signal), {
    deadlineMs: options.deadlineMs ?? usualDeadlineMs,
    onListenerError: options.onListenerError ?? warn,
  })
  try {
    // It has no log-in of its own: whoever may open the socket may do all.
    await connection.call('adminConnectOpen', undefined, signal ? { signal } : {})
    connection.begin(new Set(['keepAlive']), options.keepAlive ?? usualKeepAlive, 'adminConnectClose')
    return connection
  } catch (error) {
    connection.destroy()
    throw error
  }
}

function adminTransport(text: string): Transport {
  const uri = parseUri(text)
  if (uri.transport !== 'unix') {
    throw new UriError('A daemon takes orders about itself on its own machine only: leave host and transport out.')
  }
  return unixTransport(adminSocket(uri))
}
