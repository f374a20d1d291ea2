'use client'

import { useIsMutating, useQuery } from '@tanstack/react-query'
import { usePathname, useRouter } from 'next/navigation'
import { type ReactNode, useEffect } from 'react'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { sessionQuery } from '../api/session-query.ts'
import { texts } from '../texts/texts.ts'
import { NeedsSetup } from './NeedsSetup.tsx'
import { signInPath } from './return-path.ts'
import { SessionContext } from './SessionContext.tsx'
import classes from './session.module.css'

/** Lets through who is signed in; sends everybody else to sign in, and back afterwards, but who leaves by themselves. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { data, failureReason } = useQuery(sessionQuery)
  const router = useRouter()
  const path = usePathname()
  const leaving = useIsMutating({ mutationKey: orpc.session.signOut.mutationKey() }) > 0
  const outside = data !== undefined && !data.person && !data.needsSetup && !leaving
  useEffect(() => {
    if (outside) router.replace(signInPath(path + window.location.search))
  }, [outside, router, path])

  if (data?.needsSetup) return <NeedsSetup />
  if (!data?.person) return <Waiting why={data ? null : failureReason} />
  return <SessionContext value={{ person: data.person, version: data.version }}>{children}</SessionContext>
}

/** The frame's outline until it is known who asks, so that nothing jumps when it is. */
function Waiting({ why }: { why: Error | null }) {
  return (
    <div className={classes.waiting} aria-busy={why === null}>
      <div className={classes.waitingBar} />
      {why && (
        <main className={classes.waitingWhy} role="alert">
          <h1>{texts.session.waiting}</h1>
          <p>{failureOf(why).sentence}</p>
        </main>
      )}
    </div>
  )
}
