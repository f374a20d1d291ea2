import { useEffect, useState } from 'react'
import { consoleTexts } from '../texts/console-texts.ts'
import { Button } from '../ui/Button.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import classes from './console.module.css'
import type { ConsoleState } from './console-link.ts'

/** A connection that comes at once should not flash a word first, ms. */
const patienceMs = 400

/** Over the picture of a connection that is on its way or broken: why, and when it is tried again. */
export function BrokenCover({ state, onRetry }: { state: ConsoleState; onRetry(): void }) {
  const [patient, setPatient] = useState(true)
  useEffect(() => {
    const timer = setTimeout(() => setPatient(false), patienceMs)
    return () => clearTimeout(timer)
  }, [])
  if (state.phase === 'connected' || (state.phase === 'connecting' && patient)) return null
  if (state.phase === 'connecting') {
    return (
      <div className={classes.cover}>
        <p role="status" className={classes.coverLine}>
          <Spinner /> {consoleTexts.page.connecting}
        </p>
      </div>
    )
  }
  return (
    <div className={classes.cover}>
      <p role="status">{state.why}</p>
      {state.phase === 'waiting' && (
        <>
          <Countdown to={state.retryAt} />
          <Button onClick={onRetry}>{consoleTexts.page.now}</Button>
        </>
      )}
    </div>
  )
}

function Countdown({ to }: { to: number }) {
  const [left, setLeft] = useState(() => Math.ceil((to - Date.now()) / 1000))
  useEffect(() => {
    const timer = setInterval(() => setLeft(Math.ceil((to - Date.now()) / 1000)), 250)
    return () => clearInterval(timer)
  }, [to])
  return <p className={`figures ${classes.hint}`}>{consoleTexts.page.again(Math.max(0, left))}</p>
}
