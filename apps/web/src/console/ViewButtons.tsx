import type { RefObject } from 'react'
import { consoleTexts } from '../texts/console-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { FitIcon, FullScreenIcon } from '../ui/icons.tsx'
import classes from './console.module.css'
import type { ConsoleLink, Scale } from './console-link.ts'
import { useFullScreen } from './use-full-screen.ts'

interface ViewButtonsProps {
  link: ConsoleLink | null
  scale: Scale
  onScale(scale: Scale): void
  whole: RefObject<HTMLElement | null>
}

/** How large the picture is; the focus goes back to it. */
export function ViewButtons({ link, scale, onScale, whole }: ViewButtonsProps) {
  const fullScreen = useFullScreen(whole)
  const then = (act: () => void) => () => {
    act()
    link?.focus()
  }
  return (
    <>
      <Button
        look="quiet"
        size="small"
        icon={<FitIcon size={14} />}
        aria-label={`${consoleTexts.page.scale}: ${consoleTexts.page[scale]}`}
        onClick={then(() => onScale(scale === 'fit' ? 'exact' : 'fit'))}
      >
        <span className={classes.scaleWord}>{consoleTexts.page[scale]}</span>
      </Button>
      <IconButton
        label={fullScreen.on ? consoleTexts.page.leaveFullScreen : consoleTexts.page.fullScreen}
        onClick={then(fullScreen.toggle)}
      >
        <FullScreenIcon />
      </IconButton>
    </>
  )
}
