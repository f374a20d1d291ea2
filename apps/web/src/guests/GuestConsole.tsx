import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { BrokenCover } from '../console/BrokenCover.tsx'
import { useSharedClipboard } from '../console/clipboard/use-shared-clipboard.ts'
import { comesBack } from '../console/comes-back.ts'
import classes from '../console/console.module.css'
import type { Scale } from '../console/console-link.ts'
import { OthersPointer } from '../console/OthersPointer.tsx'
import { RoomNotice } from '../console/RoomNotice.tsx'
import { useCoarsePointer } from '../console/use-coarse-pointer.ts'
import { useLink } from '../console/use-console-link.ts'
import { useFill } from '../console/use-fill.ts'
import { Door } from '../session/Door.tsx'
import { consoleTexts } from '../texts/console-texts.ts'
import { guestTexts as words } from '../texts/guest-texts.ts'
import { GuestBar } from './GuestBar.tsx'
import { guestDoor } from './guest-door.ts'
import guestClasses from './guests.module.css'

/** For fingers alone. */
const TouchKeys = lazy(async () => ({ default: (await import('../console/touch/TouchKeys.tsx')).TouchKeys }))

/** The one console that a link opens, as large as the window. */
export function GuestConsole({ link: id }: { link: string }) {
  const whole = useRef<HTMLDivElement>(null)
  const screen = useRef<HTMLDivElement>(null)
  const lastPicture = useRef<HTMLCanvasElement>(null)
  const [scale, setScale] = useState<Scale>('fit')
  const door = useMemo(() => guestDoor(id), [id])
  const { link, state, room, heard } = useLink(door, true, scale, { screen, lastPicture })
  const touches = useCoarsePointer()
  useFill(scale === 'fill', screen)
  useSharedClipboard(room?.controller === room?.you ? link : null, screen)
  const ended = state.phase === 'ended'
  // Asked again once the console has ended: whether the link has, too, is the server's to say.
  const visit = useQuery(
    orpc.guests.getGuestConsole.queryOptions({
      input: { link: id },
      retry: (_, error) => comesBack(error),
      enabled: !ended,
    }),
  )
  const vm = visit.data?.vm
  useEffect(() => {
    if (vm) document.title = consoleTexts.page.title(vm)
  }, [vm])

  const over = ended ? state.why : visit.error && !comesBack(visit.error) ? failureOf(visit.error).sentence : null
  if (over !== null) {
    return (
      <Door title={words.over}>
        <p role="alert">{over}</p>
        <p>{words.overHint}</p>
      </Door>
    )
  }
  const connected = state.phase === 'connected'
  return (
    <div ref={whole} className={`${classes.console} ${guestClasses.whole}`} data-console data-phase={state.phase}>
      <GuestBar
        visit={visit.data ?? null}
        link={connected ? link : null}
        room={connected ? room : null}
        scale={scale}
        onScale={setScale}
        whole={whole}
      />
      <main className={classes.stage}>
        <div className={classes.view} data-scale={scale}>
          <canvas ref={lastPicture} className={classes.lastPicture} width={0} height={0} hidden={connected} />
          <div
            ref={screen}
            className={classes.screen}
            role="application"
            aria-label={consoleTexts.page.picture(vm ?? '')}
          />
          {connected && link && room && <OthersPointer link={link} room={room} screen={screen} />}
        </div>
        {connected && link && room && <RoomNotice room={room} link={link} heard={heard} />}
        {!connected && <BrokenCover state={state} onRetry={() => link?.hurry()} />}
      </main>
      {touches && connected && link && room?.controller === room?.you && (
        <Suspense>
          <TouchKeys link={link} />
        </Suspense>
      )}
    </div>
  )
}
