import { closeCodes, type FigureGroup, type Vm } from '@porthole/contract'
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useCallback, useEffect, useState } from 'react'
import { CalmVms } from './calm-vms.ts'
import { EventSocket, type LiveState } from './event-socket.ts'
import { applyToCache } from './fleet-queries.ts'
import { NewestVms, useNewest } from './newest-vm.ts'
import { sessionQuery } from './session-query.ts'
import { Store, useStore } from './store.ts'
import type { VmKey } from './vm-key.ts'
import { StatsStore, useFigures, type VmFigures } from './vm-stats.ts'
import { WatchedVms } from './watched-vms.ts'

interface Live {
  readonly socket: EventSocket
  readonly stats: StatsStore
  readonly newest: NewestVms
  readonly calm: CalmVms
  readonly watched: WatchedVms
}

const LiveContext = createContext<Live | null>(null)

/** Keeps the event socket for as long as somebody is signed in, and brings what it says to the screen. */
export function LiveFleet({ children }: { children: ReactNode }) {
  const queries = useQueryClient()
  const [live] = useState<Live>(() => {
    const stats = new StatsStore()
    const newest = new NewestVms()
    const socket = new EventSocket({
      message(message) {
        if (message.type === 'hello') newest.forget()
        if (message.type === 'vms') newest.hear(message)
        applyToCache(queries, message)
        stats.hear(message)
      },
      closed(code) {
        stats.forgetAll()
        // 1006 also is how a refused upgrade looks: the session may have ended while we were away.
        if (code === closeCodes.signedOut || code === closeCodes.accessChanged || code === 1006) {
          void queries.invalidateQueries(sessionQuery)
        }
      },
    })
    return { stats, newest, calm: new CalmVms(queries), socket, watched: new WatchedVms(what => socket.watch(what)) }
  })
  useEffect(() => {
    live.socket.start()
    live.watched.start()
    live.calm.start()
    return () => {
      live.calm.stop()
      live.watched.stop()
      live.socket.stop()
    }
  }, [live])
  return <LiveContext value={live}>{children}</LiveContext>
}

function useLiveContext(): Live {
  const live = use(LiveContext)
  if (!live) throw new Error('LiveFleet stands around every page that shows the fleet')
  return live
}

export function useLive(): LiveState {
  return useStore(useLiveContext().socket.state)
}

/** All VMs by name, a few times a second at most; null until read. */
export function useCalmVms(): readonly Vm[] | null {
  return useStore(useLiveContext().calm.list)
}

/** The VM as it is now, of which a list holds a copy: only this VM's own changes render again. */
export function useNewestVm(listed: Vm): Vm {
  return useNewest(useLiveContext().newest, listed)
}

/** Asks the server for the VM's figures while `on`, and returns the newest: null until there are some. */
export function useWatchedFigures(vm: VmKey, groups: readonly FigureGroup[], on: boolean): VmFigures | null {
  const { stats, watched } = useLiveContext()
  const { id, host } = vm
  useEffect(() => (on ? watched.watch({ id, host }, groups) : undefined), [watched, id, host, groups, on])
  return useFigures(stats, vm, on)
}

/** The figures of all VMs as far as they are known, for sorting and filtering by them; nothing is asked for unless `on`. */
export function useFiguresOf(on: boolean): (key: string) => VmFigures | null {
  const { stats, watched } = useLiveContext()
  useEffect(() => (on ? watched.watchOthers() : undefined), [watched, on])
  const batch = useStore(on ? stats.batches : noBatches)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new function with each batch makes who uses it look again
  return useCallback((key: string) => (on ? stats.get(key) : null), [stats, batch, on])
}

const noBatches = new Store(0)
