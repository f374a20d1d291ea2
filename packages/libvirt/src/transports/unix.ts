import type { Socket } from 'node:net'
import { TransportError } from '../errors.ts'
import type { Transport } from '../transport.ts'
import { connectWithOneBuffer } from './one-buffer.ts'
import { opened } from './open-socket.ts'

/** Where a host's own libvirt listens: the modular QEMU daemon first, then the one daemon for everything. */
export const systemSockets: readonly string[] = ['/run/libvirt/virtqemud-sock', '/run/libvirt/libvirt-sock']

/**
 * A unix socket of this machine. Of several paths the first that exists and is listened on is taken.
 * Opening rejects with a TransportError whose reason is `absent`, `permission`, `refused` or `failed`.
 */
export function unixTransport(paths: string | readonly string[] = systemSockets): Transport {
  const candidates = typeof paths === 'string' ? [paths] : paths
  return {
    name: candidates.join(', '),
    confidential: true,
    async open(signal) {
      let fault = absent(candidates.join(' and '))
      for (const path of candidates) {
        try {
          return await openSocket(path, signal)
        } catch (error) {
          if (!(error instanceof TransportError)) throw error
          if (error.reason === 'absent') continue
          if (error.reason !== 'refused') throw error
          fault = error
        }
      }
      throw fault
    },
  }
}

async function openSocket(path: string, signal: AbortSignal | undefined): Promise<Socket> {
  signal?.throwIfAborted()
  const socket = connectWithOneBuffer({ path })
  try {
    await opened(socket, 'connect', signal)
    return socket
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    throw explained(path, error as NodeJS.ErrnoException)
  }
}

function explained(path: string, cause: NodeJS.ErrnoException): TransportError {
  switch (cause.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return absent(path)
    case 'EACCES':
    case 'EPERM':
      return new TransportError(
        'permission',
        `This user may not open ${path}. Add the user to the group libvirt and log in again.`,
        { cause },
      )
    case 'ECONNREFUSED':
      return new TransportError('refused', `${path} exists, but libvirt is not running behind it. Start libvirtd.`, {
        cause,
      })
    default:
      return new TransportError('failed', `${path} cannot be opened: ${cause.message}.`, { cause })
  }
}

const absent = (where: string): TransportError =>
  new TransportError(
    'absent',
    `${where} does not exist. Install libvirt (on Debian: apt install libvirt-daemon-system), or start libvirtd.`,
  )
