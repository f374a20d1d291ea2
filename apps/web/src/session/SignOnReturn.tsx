'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { forgetFleet } from '../api/fleet-queries.ts'
import { sessionQuery } from '../api/session-query.ts'
import { sitePath } from '../api/site-address.ts'
import { signOnTexts } from '../texts/sign-on-texts.ts'
import { buttonLook } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import { Door } from './Door.tsx'
import { takeReturnPath } from './kept-return-path.ts'
import classes from './session.module.css'

/** Where the provider sends the browser back to: its answer goes to the server, and out of the address bar. */
export function SignOnReturn() {
  const router = useRouter()
  const queries = useQueryClient()
  const finish = useMutation({
    ...orpc.session.finishSignOn.mutationOptions(),
    async onSuccess() {
      forgetFleet(queries)
      await queries.invalidateQueries(sessionQuery)
      router.replace(takeReturnPath())
    },
  })
  const { mutate } = finish
  const sent = useRef(false)
  useEffect(() => {
    if (sent.current) return
    sent.current = true
    const { pathname, search } = window.location
    if (search === '') return router.replace('/sign-in')
    window.history.replaceState(null, '', pathname)
    const { state = '', code, error, iss } = Object.fromEntries(new URLSearchParams(search))
    mutate({ state, code, error, iss })
  }, [mutate, router])

  if (!finish.error) {
    return (
      <Door title={signOnTexts.returning}>
        <Spinner />
      </Door>
    )
  }
  return (
    <Door title={signOnTexts.failed}>
      <div className={classes.fields}>
        <Notice tone="error" alert>
          {failureOf(finish.error).sentence}
        </Notice>
        <a href={sitePath('/sign-in')} {...buttonLook({ size: 'large' })}>
          {signOnTexts.again}
        </a>
      </div>
    </Door>
  )
}
