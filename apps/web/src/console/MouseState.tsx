import { useStore } from '../api/store.ts'
import { consoleTexts } from '../texts/console-texts.ts'
import classes from './console.module.css'
import type { ConsoleLink } from './console-link.ts'

/** For a guest with a mouse and no tablet: whether the pointer is the guest's, and how it comes and goes. */
export function MouseState({ link }: { link: ConsoleLink }) {
  const mouse = useStore(link.mouse)
  if (mouse === 'tablet') return null
  return (
    <span className={classes.watchOnly} role="status">
      {consoleTexts.mouse[mouse]}
    </span>
  )
}
