import type { RefObject } from 'react'
import { InviteButton } from '../guests/InviteButton.tsx'
import { consoleTexts } from '../texts/console-texts.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { CameraIcon, CopyIcon, DownIcon, KeyboardIcon, PopOutIcon, PowerIcon, TextIcon } from '../ui/icons.tsx'
import { MenuButton } from '../ui/MenuButton.tsx'
import { useVmActs } from '../vms/acting-context.ts'
import { whyNot } from '../vms/acts.ts'
import { StateLabel } from '../vms/StateLabel.tsx'
import { vmEntries } from '../vms/VmMenu.tsx'
import { useShownVm } from '../vms/vm-context.ts'
import { ConsolePeople } from './ConsolePeople.tsx'
import classes from './console.module.css'
import type { ConsoleLink, Room, Scale } from './console-link.ts'
import { KeysMenu } from './KeysMenu.tsx'
import { MouseState } from './MouseState.tsx'
import { RecordButton, RecordedMark } from './Recording.tsx'
import { SoundButton } from './SoundButton.tsx'
import { saveScreenshot } from './save-screenshot.ts'
import { useFullScreen } from './use-full-screen.ts'
import { ViewButtons } from './ViewButtons.tsx'

interface ConsoleBarProps {
  /** Null while there is no picture. */
  link: ConsoleLink | null
  room: Room | null
  typing: boolean
  scale: Scale
  onScale(scale: Scale): void
  /** Absent where there is no use in another window, or in a panel over the picture. */
  onPopOut?: (() => void) | undefined
  onPanel?: ((panel: 'text' | 'clipboard') => void) | undefined
  whole: RefObject<HTMLElement | null>
}

export function ConsoleBar({ link, room, typing, scale, onScale, onPopOut, onPanel, whole }: ConsoleBarProps) {
  const { vm, staleSince } = useShownVm()
  const { ask } = useVmActs()
  const fullScreen = useFullScreen(whole)
  const bare = new URLSearchParams(window.location.search).get('window') === '1'
  const controls = room === null || room.controller === room.you
  const then = (act: () => void) => () => {
    act()
    link?.focus()
  }
  return (
    <div className={classes.bar} role="toolbar" aria-label={consoleTexts.page.toolbar}>
      <span className={classes.who}>
        {(bare || fullScreen.on) && <strong>{vm.name}</strong>}
        {(bare || fullScreen.on) && <StateLabel vm={vm} staleSince={staleSince} />}
      </span>
      {link && controls && (
        <button type="button" className={classes.typing} data-typing={typing || undefined} onClick={() => link.focus()}>
          <KeyboardIcon size={14} />
          <span className={classes.word}>{typing ? consoleTexts.page.typing : consoleTexts.page.clickToType}</span>
        </button>
      )}
      {link && controls && <MouseState link={link} />}
      {link && room && <ConsolePeople room={room} onAsk={asks => link.ask(asks)} />}
      <RecordedMark recorded={room?.recorded ?? null} />
      <span className={classes.tools}>
        {vm.can.includes('vm.share-console') && <InviteButton vm={vm} />}
        <KeysMenu link={controls ? link : null} />
        {onPanel && (
          <>
            <Button
              look="quiet"
              size="small"
              disabled={!link || !controls}
              icon={<TextIcon size={14} />}
              aria-label={consoleTexts.typing.title}
              onClick={() => onPanel('text')}
            >
              <span className={classes.longWord}>{consoleTexts.typing.title}</span>
            </Button>
            <IconButton
              label={consoleTexts.clipboard.title}
              disabled={!link || !controls}
              onClick={() => onPanel('clipboard')}
            >
              <CopyIcon />
            </IconButton>
          </>
        )}
        <MenuButton
          label={consoleTexts.page.power}
          entries={() =>
            vmEntries(vm, staleSince, act => ask(vm, act)).filter(
              ({ key }) => key !== 'deleteVm' && key !== 'takeScreenshot',
            )
          }
        >
          {button => (
            <Button
              look="quiet"
              size="small"
              icon={<PowerIcon size={14} />}
              aria-label={consoleTexts.page.power}
              {...button}
            >
              <span className={classes.toolWord}>{consoleTexts.page.power}</span>
              <DownIcon size={12} />
            </Button>
          )}
        </MenuButton>
        <IconButton
          label={consoleTexts.page.screenshot}
          disabled={!link && whyNot(vm, 'takeScreenshot', staleSince) !== null}
          onClick={then(() => (link ? void saveScreenshot(link, vm.name) : ask(vm, 'takeScreenshot')))}
        >
          <CameraIcon />
        </IconButton>
        {link && <SoundButton link={link} />}
        <RecordButton vm={vm} device={null} connected={link !== null} recorded={room?.recorded ?? null} />
        {!bare && onPopOut && (
          <IconButton label={consoleTexts.page.popOut} data-pop-out onClick={onPopOut}>
            <PopOutIcon />
          </IconButton>
        )}
        <ViewButtons link={link} controls={controls} scale={scale} onScale={onScale} whole={whole} />
      </span>
    </div>
  )
}
