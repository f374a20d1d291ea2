import type { Vm } from '@porthole/contract'
import { useQueryClient } from '@tanstack/react-query'
import { type RefObject, useEffect, useState } from 'react'
import { sessionQuery } from '../api/session-query.ts'
import { Store, useStore } from '../api/store.ts'
import { texts } from '../texts/texts.ts'
import { ConsoleLink, type ConsoleState, type Room, type Scale } from './console-link.ts'
import { forgetPicture } from './last-picture.ts'

const nothing = new Store<ConsoleState>({ phase: 'connecting' })
const nobody = new Store<Room | null>(null)
const silent = new Store<string | null>(null)

interface Places {
  screen: RefObject<HTMLDivElement | null>
  lastPicture: RefObject<HTMLCanvasElement | null>
}

/** Keeps a console connected while `on`; null while it is not. `live` turning true again makes a waiting one hurry. */
export function useConsoleLink(vm: Vm, on: boolean, live: boolean, scale: Scale, places: Places) {
  const [link, setLink] = useState<ConsoleLink | null>(null)
  const queries = useQueryClient()
  const { id, host } = vm
  const { screen, lastPicture } = places
  useEffect(() => {
    if (!on || !screen.current || !lastPicture.current) return
    const canvas = lastPicture.current
    const opened = new ConsoleLink({ id, host }, screen.current, canvas, 'fit')
    setLink(opened)
    opened.start()
    return () => {
      opened.stop()
      setLink(null)
    }
  }, [id, host, on, screen, lastPicture])
  useEffect(() => link?.setScale(scale), [link, scale])
  useEffect(() => {
    if (live) link?.hurry()
  }, [link, live])
  // The picture of an earlier run says nothing about this one.
  useEffect(() => {
    if (!vm.active && lastPicture.current) forgetPicture(lastPicture.current)
  }, [vm.active, lastPicture])

  const state = useStore(link?.state ?? nothing)
  const room = useStore(link?.room ?? nobody)
  const heard = useStore(link?.heard ?? silent)
  const signedOut = state.phase === 'ended' && state.why === texts.console.closed.signedOut
  useEffect(() => {
    if (signedOut) void queries.invalidateQueries(sessionQuery)
  }, [signedOut, queries])
  return { link, state, room, heard }
}
