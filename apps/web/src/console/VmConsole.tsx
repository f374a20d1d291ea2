'use client'

import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { consoleTexts } from '../texts/console-texts.ts'
import { texts } from '../texts/texts.ts'
import { Notice } from '../ui/Notice.tsx'
import { useShownVm } from '../vms/vm-context.ts'
import { ConsoleBar } from './ConsoleBar.tsx'
import { ConsoleCover } from './ConsoleCover.tsx'
import { useSharedClipboard } from './clipboard/use-shared-clipboard.ts'
import classes from './console.module.css'
import type { Scale } from './console-link.ts'
import { OthersPointer } from './OthersPointer.tsx'
import { RoomNotice } from './RoomNotice.tsx'
import { useCoarsePointer } from './use-coarse-pointer.ts'
import { useConsoleLink } from './use-console-link.ts'
import { useFill } from './use-fill.ts'
import { useMoved } from './use-moved.ts'
import { usePopOut } from './use-pop-out.ts'
import { useTyping } from './use-typing.ts'

/** With its fields it is as large as the rest of the page: loaded when it is opened. */
const TypePanel = lazy(async () => ({ default: (await import('./typing/TypePanel.tsx')).TypePanel }))

const ClipboardPanel = lazy(async () => ({
  default: (await import('./clipboard/ClipboardPanel.tsx')).ClipboardPanel,
}))

/** For fingers alone. */
const TouchKeys = lazy(async () => ({ default: (await import('./touch/TouchKeys.tsx')).TouchKeys }))

const storageKey = 'porthole.console-scale'

const keptScale = (): Scale => {
  const kept = localStorage.getItem(storageKey)
  return kept === 'exact' || kept === 'fill' || kept === 'guest' ? kept : 'fit'
}

/** The page is the screen: the guest's picture on black, and a thin bar. */
export function VmConsole() {
  const shown = useShownVm()
  const { vm, staleSince, twins } = shown
  const whole = useRef<HTMLDivElement>(null)
  const screen = useRef<HTMLDivElement>(null)
  const lastPicture = useRef<HTMLCanvasElement>(null)
  const [scale, setScale] = useState(keptScale)
  const [panel, setPanel] = useState<'text' | 'clipboard' | null>(null)
  const popOut = usePopOut(vm, twins, screen)
  const shows = vm.active && vm.displays.includes('vnc') && vm.can.includes('vm.watch') && popOut.state !== 'open'
  const { link, state, room, heard } = useConsoleLink(vm, shows, staleSince === null, scale, { screen, lastPicture })
  useMoved(link, shown)
  const typing = useTyping(screen)
  const touches = useCoarsePointer()
  const controls = room !== null && room.controller === room.you
  useFill(scale === 'fill', screen)
  useSharedClipboard(controls ? link : null, screen)
  useEffect(() => localStorage.setItem(storageKey, scale), [scale])

  const connected = shows && state.phase === 'connected'
  return (
    <div ref={whole} className={classes.console} data-console data-phase={shows ? state.phase : 'off'}>
      <ConsoleBar
        link={connected ? link : null}
        room={connected ? room : null}
        typing={typing}
        scale={scale}
        onScale={setScale}
        onPopOut={popOut.open}
        onPanel={wanted => setPanel(open => (open === wanted ? null : wanted))}
        whole={whole}
      />
      {popOut.state === 'blocked' && (
        <Notice tone="warning" alert dismiss={{ label: texts.dismiss, do: popOut.here }}>
          {consoleTexts.page.popupBlocked}
        </Notice>
      )}
      <div className={classes.stage}>
        <div className={classes.view} data-scale={scale}>
          <canvas ref={lastPicture} className={classes.lastPicture} width={0} height={0} hidden={connected} />
          <div
            ref={screen}
            className={classes.screen}
            role="application"
            aria-label={consoleTexts.page.picture(vm.name)}
          />
          {connected && link && room && <OthersPointer link={link} room={room} screen={screen} />}
        </div>
        {panel && link && (
          <Suspense>
            {panel === 'text' ? (
              <TypePanel link={link} keysKept={room?.recorded?.keys ?? false} onClose={() => setPanel(null)} />
            ) : (
              <ClipboardPanel link={link} vm={vm} onClose={() => setPanel(null)} />
            )}
          </Suspense>
        )}
        {connected && link && room && <RoomNotice room={room} link={link} heard={heard} />}
        {!connected && <ConsoleCover state={shows ? state : null} popOut={popOut} onRetry={() => link?.hurry()} />}
      </div>
      {touches && connected && link && controls && (
        <Suspense>
          <TouchKeys link={link} />
        </Suspense>
      )}
    </div>
  )
}
