import Link from 'next/link'
import { useEffect, useRef, useState } from 'react'
import { useNewestVm } from '../../api/LiveFleet.tsx'
import { consoleTexts } from '../../texts/console-texts.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { CloseIcon, FullScreenIcon, KeyboardIcon } from '../../ui/icons.tsx'
import { usePageVisible } from '../../ui/use-page-visible.ts'
import { useVisible } from '../../ui/use-visible.ts'
import { StateLabel } from '../../vms/StateLabel.tsx'
import { type ShownVm, VmContext } from '../../vms/vm-context.ts'
import { vmPath } from '../../vms/vm-path.ts'
import { ConsoleBar } from '../ConsoleBar.tsx'
import { ConsoleCover } from '../ConsoleCover.tsx'
import { ConsolePeople } from '../ConsolePeople.tsx'
import consoleClasses from '../console.module.css'
import type { ConsoleLink, Scale } from '../console-link.ts'
import { OthersPointer } from '../OthersPointer.tsx'
import { RecordedMark } from '../Recording.tsx'
import { RoomNotice } from '../RoomNotice.tsx'
import { useConsoleLink } from '../use-console-link.ts'
import { useFill } from '../use-fill.ts'
import { useTyping } from '../use-typing.ts'
import classes from './grid.module.css'
import { useLingering } from './use-lingering.ts'

const words = consoleTexts.grid

interface ConsoleCellProps {
  shown: ShownVm
  /** Tells it from the others in the address. */
  name: string
  /** Its place among them, from 1. */
  number: number
  /** The keyboard is its, or comes to it first. */
  current: boolean
  /** Fills the place of all. */
  large: boolean
  onCurrent(): void
  onLarge(): void
  onClose(): void
  /** Keeps its connection for whoever moves the keyboard; null while it has none. */
  keep(name: string, link: ConsoleLink | null): void
}

/** One console among others. It is connected while it is seen. */
export function ConsoleCell({ shown: listed, name, number, current, large, keep, ...on }: ConsoleCellProps) {
  const vm = useNewestVm(listed.vm)
  const { staleSince, twins } = listed
  const whole = useRef<HTMLElement>(null)
  const screen = useRef<HTMLDivElement>(null)
  const lastPicture = useRef<HTMLCanvasElement>(null)
  const [scale, setScale] = useState<Scale>('fit')
  const onScreen = useVisible(whole)
  const pageVisible = usePageVisible()
  const looked = useLingering(onScreen && pageVisible)
  const can = vm.active && vm.displays.includes('vnc') && vm.can.includes('vm.watch')
  const shows = can && looked
  const place = { screen, lastPicture }
  const { link, state, room, heard } = useConsoleLink(vm, shows, staleSince === null, large ? scale : 'fit', place)
  const typing = useTyping(screen)
  useFill(large && scale === 'fill', screen)
  useEffect(() => {
    if (link) link.takesFocus = current
  }, [link, current])
  useEffect(() => {
    keep(name, link)
    return () => keep(name, null)
  }, [link, keep, name])

  const connected = shows && state.phase === 'connected'
  const live = connected && link && room
  return (
    <VmContext value={{ ...listed, vm }}>
      <section
        ref={whole}
        aria-label={vm.name}
        tabIndex={-1}
        className={classes.cell}
        data-console
        data-phase={shows ? state.phase : 'off'}
        data-current={current || undefined}
        data-typing={typing || undefined}
        onFocus={on.onCurrent}
      >
        <header className={classes.head}>
          <kbd>{number}</kbd>
          <Link href={vmPath(vm, 'console', twins)} prefetch={false} className={classes.name} data-cut>
            {vm.name}
          </Link>
          <span className={classes.state}>
            <StateLabel vm={vm} staleSince={staleSince} />
          </span>
          {typing && (
            <span className={classes.typing} role="status">
              <KeyboardIcon size={14} />
              <span>{words.typing}</span>
            </span>
          )}
          <span className={classes.acts}>
            {live && !large && <ConsolePeople room={room} onAsk={asks => link.ask(asks)} />}
            {!large && <RecordedMark recorded={room?.recorded ?? null} />}
            <IconButton label={large ? words.small : words.large(vm.name)} aria-pressed={large} onClick={on.onLarge}>
              <FullScreenIcon />
            </IconButton>
            <IconButton label={words.close(vm.name)} onClick={on.onClose}>
              <CloseIcon />
            </IconButton>
          </span>
        </header>
        {large && (
          <ConsoleBar
            link={connected ? link : null}
            room={connected ? room : null}
            typing={typing}
            scale={scale}
            onScale={setScale}
            whole={whole}
          />
        )}
        <div className={`${consoleClasses.stage} ${classes.stage}`}>
          <div className={consoleClasses.view} data-scale={large ? scale : 'fit'}>
            <canvas ref={lastPicture} className={consoleClasses.lastPicture} width={0} height={0} hidden={connected} />
            <div
              ref={screen}
              className={consoleClasses.screen}
              role="application"
              aria-label={consoleTexts.page.picture(vm.name)}
            />
            {live && <OthersPointer link={link} room={room} screen={screen} />}
          </div>
          {live && <RoomNotice room={room} link={link} heard={heard} />}
          {!connected && <ConsoleCover state={can ? state : null} popOut={null} onRetry={() => link?.hurry()} />}
        </div>
      </section>
    </VmContext>
  )
}
