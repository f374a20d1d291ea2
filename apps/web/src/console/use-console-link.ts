import type { Vm } from '@porthole/contract'
import { useQueryClient } from '@tanstack/react-query'
import { type RefObject, useEffect, useMemo, useState } from 'react'
import { sessionQuery } from '../api/session-query.ts'
import { Store, useStore } from '../api/store.ts'
import { consoleTexts } from '../texts/console-texts.ts'
import { type ConsoleDoor, vmDoor } from './console-door.ts'
import { ConsoleLink, type ConsoleState, type Room, type Scale } from './console-link.ts'
import { forgetPicture } from './last-picture.ts'

const nothing = new Store<ConsoleState>({ phase: 'connecting' })
const nobody = new Store<Room | null>(null)
const silent = new Store<string | null>(null)

interface Places {
  screen: RefObject<HTMLDivElement | null>
  lastPicture: RefObject<HTMLCanvasElement | null>
}

/** Keeps a console connected while `on`; null while it is not. */
export function useLink(door: ConsoleDoor, on: boolean, scale: Scale, { screen, lastPicture }: Places) {
  const [link, setLink] = useState<ConsoleLink | null>(null)
  useEffect(() => {
    if (!on || !screen.current || !lastPicture.current) return
    const canvas = lastPicture.current
    const opened = new ConsoleLink(door, screen.current, canvas, 'fit')
    setLink(opened)
    opened.start()
    return () => {
      opened.stop()
      setLink(null)
    }
  }, [door, on, screen, lastPicture])
  useEffect(() => link?.setScale(scale), [link, scale])

  const state = useStore(link?.state ?? nothing)
  const room = useStore(link?.room ?? nobody)
  const heard = useStore(link?.heard ?? silent)
  return { link, state, room, heard }
}

/** The console of a VM. `live` turning true again makes one that waits hurry. */
export function useConsoleLink({ id, host, active }: Vm, on: boolean, live: boolean, scale: Scale, places: Places) {
  const queries = useQueryClient()
  const door = useMemo(() => vmDoor({ id, host }), [id, host])
  const { link, state, room, heard } = useLink(door, on, scale, places)
  const { lastPicture } = places
  useEffect(() => {
    if (live) link?.hurry()
  }, [link, live])
  // The picture of an earlier run says nothing about this one.
  useEffect(() => {
    if (!active && lastPicture.current) forgetPicture(lastPicture.current)
  }, [active, lastPicture])

  const signedOut = state.phase === 'ended' && state.why === consoleTexts.page.closed.signedOut
  useEffect(() => {
    if (signedOut) void queries.invalidateQueries(sessionQuery)
  }, [signedOut, queries])
  return { link, state, room, heard }
}
