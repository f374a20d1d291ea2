import { useEffect, useRef } from 'react'
import { useLive } from '../api/LiveFleet.tsx'
import { clock } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import classes from './frame.module.css'

/** Says that what stands below may be old, for as long as it may be. */
export function LiveBanner() {
  const { status, since } = useLive()
  const announce = useAnnounce()
  const away = useRef(false)
  useEffect(() => {
    if (status === 'live' && away.current) announce(texts.frame.reconnected)
    away.current = status === 'away'
  }, [status, announce])
  return (
    <div role="status" className={classes.banner} data-shown={status === 'away' || undefined}>
      {status === 'away' && (
        <>
          <Spinner />
          <span>
            {texts.frame.notLive(clock(since))} {texts.frame.notLiveHint}
          </span>
        </>
      )}
    </div>
  )
}
