import type { RefObject } from 'react'
import { Store, useStore } from '../api/store.ts'
import { consoleTexts } from '../texts/console-texts.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { DownIcon, FitIcon, FullScreenIcon } from '../ui/icons.tsx'
import { MenuButton } from '../ui/MenuButton.tsx'
import type { ConsoleLink, Scale } from './console-link.ts'
import type { Resizing } from './guest-rfb.ts'
import { useFullScreen } from './use-full-screen.ts'

interface ViewButtonsProps {
  link: ConsoleLink | null
  /** Whose input goes to the guest. */
  controls: boolean
  scale: Scale
  onScale(scale: Scale): void
  whole: RefObject<HTMLElement | null>
}

const words = consoleTexts.page
const untold = new Store<Resizing>('unknown')
const scales: readonly Scale[] = ['fit', 'exact', 'fill', 'guest']

/** How large the picture is; the focus goes back to it. */
export function ViewButtons({ link, controls, scale, onScale, whole }: ViewButtonsProps) {
  const fullScreen = useFullScreen(whole)
  const resizing = useStore(link?.resizing ?? untold)
  const then = (act: () => void) => () => {
    act()
    link?.focus()
  }
  const why = resizing === 'can' ? (controls ? null : words.resizeControls) : words.resizing[resizing]
  const entries = () =>
    scales.map(each => ({
      key: each,
      label: words.scales[each],
      checked: scale === each,
      apart: each === 'guest',
      why: each === 'guest' ? why : null,
      choose: then(() => onScale(each)),
    }))
  return (
    <>
      <MenuButton label={words.scale} entries={entries}>
        {button => (
          <Button look="quiet" size="small" icon={<FitIcon size={14} />} aria-label={words.scaleIs(scale)} {...button}>
            <DownIcon size={12} />
          </Button>
        )}
      </MenuButton>
      <IconButton label={fullScreen.on ? words.leaveFullScreen : words.fullScreen} onClick={then(fullScreen.toggle)}>
        <FullScreenIcon />
      </IconButton>
    </>
  )
}
