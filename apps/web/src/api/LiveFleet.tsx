import { closeCodes, type Vm } from '@porthole/contract'
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useCallback, useEffect, useRef, useState } from 'react'
import { CalmVms } from './calm-vms.ts'
import { EventSocket, type LiveState } from './event-socket.ts'
import { applyToCache } from './fleet-queries.ts'
import { NewestVms, useNewest } from './newest-vm.ts'
import { sessionQuery } from './session-query.ts'
import { Store, useStore } from './store.ts'
import { keyOf, type VmKey } from './vm-key.ts'
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
        if (message.type === 'stats') stats.add(message.stats)
        else applyToCache(queries, message)
        if (message.type === 'vms') for (const vm of message.changed) if (!vm.active) stats.forget(vm)
      },
      closed(code) {
        stats.forgetAll()
        // 1006 also is how a refused upgrade looks: the session may have ended while we were away.
        if (code === closeCodes.signedOut || code === closeCodes.accessChanged || code === 1006) {
          void queries.invalidateQueries(sessionQuery)
        }
      },
    })
    return { stats, newest, calm: new CalmVms(queries), socket, watched: new WatchedVms(vms => socket.watch(vms)) }
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
export function useWatchedFigures(vm: VmKey, on: boolean): VmFigures | null {
  const { stats, watched } = useLiveContext()
  const { id, host } = vm
  useEffect(() => (on ? watched.watch({ id, host }) : undefined), [watched, id, host, on])
  return useFigures(stats, vm)
}

/** The server measures only what somebody looks at; this leaves room for the rows on the screen. */
const mostMeasured = 400

/**
 * The CPU of many, for sorting and filtering by it: asks for the running ones of `vms`, up to a bound, and gives null
 * for those that are not measured. Empty `vms` ask for nothing.
 */
export function useCpuOf(vms: readonly Vm[]): (key: string) => number | null {
  const { stats, watched } = useLiveContext()
  const running = vms.filter(vm => vm.active).slice(0, mostMeasured)
  const keys = running.map(keyOf).join(' ')
  const wanted = useRef(running)
  useEffect(() => {
    wanted.current = running
  })
  useEffect(() => {
    const ends = keys === '' ? [] : wanted.current.map(vm => watched.watch(vm))
    return () => {
      for (const end of ends) end()
    }
  }, [watched, keys])
  const batch = useStore(keys === '' ? noBatches : stats.batches)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new function with each batch makes who uses it look again
  return useCallback((key: string) => stats.get(key)?.cpu ?? null, [stats, batch])
}

const noBatches = new Store(0)
