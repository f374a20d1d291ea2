import { closeCodes } from '@porthole/contract'
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect, useState } from 'react'
import { EventSocket, type LiveState } from './event-socket.ts'
import { applyToCache } from './fleet-queries.ts'
import { sessionQuery } from './session-query.ts'
import { useStore } from './store.ts'
import type { VmKey } from './vm-key.ts'
import { StatsStore, useFigures, type VmFigures } from './vm-stats.ts'
import { WatchedVms } from './watched-vms.ts'

interface Live {
  readonly socket: EventSocket
  readonly stats: StatsStore
  readonly watched: WatchedVms
}

const LiveContext = createContext<Live | null>(null)

/** Keeps the event socket for as long as somebody is signed in, and brings what it says to the screen. */
export function LiveFleet({ children }: { children: ReactNode }) {
  const queries = useQueryClient()
  const [live] = useState<Live>(() => {
    const stats = new StatsStore()
    const socket = new EventSocket({
      message(message) {
        if (message.type === 'stats') stats.add(message.stats)
        else applyToCache(queries, message)
        if (message.type === 'vms') for (const vm of message.changed) if (!vm.active) stats.forget(vm)
      },
      closed(code) {
        stats.forgetAll()
        // 1006 also is how a refused upgrade looks: the session may have ended while we were away.
        if (code === closeCodes.signedOut || code === 1006) void queries.invalidateQueries(sessionQuery)
      },
    })
    return { stats, socket, watched: new WatchedVms(vms => socket.watch(vms)) }
  })
  useEffect(() => {
    live.socket.start()
    live.watched.start()
    return () => {
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

/** Asks the server for the VM's figures while `on`, and returns the newest: null until there are some. */
export function useWatchedFigures(vm: VmKey, on: boolean): VmFigures | null {
  const { stats, watched } = useLiveContext()
  const { id, host } = vm
  useEffect(() => (on ? watched.watch({ id, host }) : undefined), [watched, id, host, on])
  return useFigures(stats, vm)
}
