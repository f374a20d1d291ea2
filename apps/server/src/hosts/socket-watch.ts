import { existsSync, type FSWatcher, watch } from 'node:fs'
import { dirname } from 'node:path'
import { systemSockets } from '@porthole/libvirt'

/** All of libvirt's own sockets of a system lie in one folder. */
const [usualSocket = '/run/libvirt/libvirt-sock'] = systemSockets

/**
 * Says whenever a socket appears beside the daemon's, or a folder on the way there, until the signal: a daemon that
 * starts is met at once. `socket` is null for libvirt's usual places.
 */
export function watchSocket(socket: string | null, appeared: () => void, signal: AbortSignal): void {
  let watcher: FSWatcher | null = null
  const look = (): void => {
    watcher?.close()
    if (signal.aborted) return
    watcher = watchNearest(dirname(socket ?? usualSocket), () => {
      look() // one folder deeper, perhaps
      appeared()
    })
  }
  signal.addEventListener('abort', () => watcher?.close(), { once: true })
  look()
}

/** Watches the folder or, while that does not exist, the nearest one above it. Null where nothing can be watched. */
function watchNearest(folder: string, changed: () => void): FSWatcher | null {
  let nearest = folder
  while (!existsSync(nearest) && nearest !== '/') nearest = dirname(nearest)
  try {
    const below = folder.slice(nearest.length).split('/').find(Boolean)
    const watcher = watch(nearest, { persistent: false }, (event, name) => {
      if (event === 'rename' && (below === undefined ? /sock$/.test(name ?? '') : name === below)) changed()
    })
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    return null
  }
}
