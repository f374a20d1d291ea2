'use client'

import { useState } from 'react'
import { useLinkToken } from '../session/use-link-token.ts'
import { GuestConsole } from './GuestConsole.tsx'
import { GuestDoor } from './GuestDoor.tsx'
import { guestConsoleAddress } from './guest-address.ts'

/** Where a guest comes by a link: says who they are, then sees the one console and nothing else. */
export function GuestPage() {
  const token = useLinkToken()
  const [entered, setEntered] = useState<string | null>(null)
  if (token === null) return null
  const link = entered ?? (token === '' ? new URLSearchParams(window.location.search).get('link') : null)
  if (link !== null) return <GuestConsole link={link} />
  const enter = (by: string) => {
    window.history.replaceState(null, '', guestConsoleAddress(by))
    setEntered(by)
  }
  return <GuestDoor token={token} onEntered={enter} />
}
