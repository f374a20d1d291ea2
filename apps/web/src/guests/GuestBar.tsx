import type { RefObject } from 'react'
import { ConsolePeople } from '../console/ConsolePeople.tsx'
import classes from '../console/console.module.css'
import type { ConsoleLink, Room, Scale } from '../console/console-link.ts'
import { KeysMenu } from '../console/KeysMenu.tsx'
import { MouseState } from '../console/MouseState.tsx'
import { RecordedMark } from '../console/Recording.tsx'
import { SoundButton } from '../console/SoundButton.tsx'
import { ViewButtons } from '../console/ViewButtons.tsx'
import { consoleTexts } from '../texts/console-texts.ts'
import { clock } from '../texts/format.ts'
import { guestTexts as words } from '../texts/guest-texts.ts'

interface GuestBarProps {
  /** Null until the server has told. */
  visit: { readonly vm: string; readonly name: string; readonly expiresAt: string } | null
  link: ConsoleLink | null
  room: Room | null
  scale: Scale
  onScale(scale: Scale): void
  whole: RefObject<HTMLElement | null>
}

/** Above a guest's console: whose it is, who is here, and what a guest can do about it. */
export function GuestBar({ visit, link, room, scale, onScale, whole }: GuestBarProps) {
  const controls = room !== null && room.controller === room.you
  return (
    <div className={classes.bar} role="toolbar" aria-label={consoleTexts.page.toolbar}>
      {visit && (
        <h1 className={classes.who} title={`${words.guest(visit.name)}. ${words.validUntil(clock(visit.expiresAt))}`}>
          <strong>{visit.vm}</strong>
        </h1>
      )}
      {link && controls && <MouseState link={link} />}
      {link && room && <ConsolePeople room={room} onAsk={asks => link.ask(asks)} />}
      <RecordedMark recorded={room?.recorded ?? null} />
      <span className={classes.tools}>
        {controls && <KeysMenu link={link} />}
        {link && <SoundButton link={link} />}
        <ViewButtons link={link} controls={controls} scale={scale} onScale={onScale} whole={whole} />
      </span>
    </div>
  )
}
