import { existsSync, type FSWatcher, watch } from 'node:fs'
import { dirname } from 'node:path'
import { systemSockets } from '@porthole/libvirt'

/** 1, 2, 4 … 30 s, each by up to a quarter longer or shorter, so that many hosts do not come back in step. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  return Math.min(30_000, 1000 * 2 ** Math.min(attempt, 5)) * (0.75 + random() / 2)
}

/** All of libvirt's own sockets of a system lie in one folder. */
const [usualSocket = '/run/libvirt/libvirt-sock'] = systemSockets

/**
 * Waits before the next attempt, but not longer than until something appears beside the daemon's socket: a daemon
 * that starts is met at once. Resolves with true when it was woken so, or when `signal` ended the wait.
 */
export function patience(attempt: number, socket: string | null, signal: AbortSignal): Promise<boolean> {
  return new Promise(resolve => {
    const watcher = watchNearest(dirname(socket ?? usualSocket), () => end(true))
    const timer = setTimeout(() => end(false), backoffMs(attempt))
    const aborted = () => end(true)
    signal.addEventListener('abort', aborted, { once: true })
    if (signal.aborted) end(true)

    function end(woken: boolean): void {
      clearTimeout(timer)
      watcher?.close()
      signal.removeEventListener('abort', aborted)
      resolve(woken)
    }
  })
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
