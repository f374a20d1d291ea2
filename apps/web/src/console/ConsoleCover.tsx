import { consoleTexts } from '../texts/console-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { whyNot } from '../vms/acts.ts'
import { PrimaryAct } from '../vms/PrimaryAct.tsx'
import { useShownVm } from '../vms/vm-context.ts'
import { BrokenCover } from './BrokenCover.tsx'
import classes from './console.module.css'
import type { ConsoleState } from './console-link.ts'
import { NoVnc } from './NoVnc.tsx'
import type { PopOut } from './use-pop-out.ts'

interface ConsoleCoverProps {
  /** Null while there is nothing to connect to. */
  state: ConsoleState | null
  /** Null where it can not be in a window of its own. */
  popOut: PopOut | null
  onRetry(): void
}

/** What stands over the picture while it is not live: what is so, and what is being done about it. */
export function ConsoleCover({ state, popOut, onRetry }: ConsoleCoverProps) {
  const { vm, staleSince, twins } = useShownVm()
  if (popOut?.state === 'open') {
    return (
      <div className={classes.cover}>
        <p>{consoleTexts.page.elsewhere}</p>
        <div className={classes.coverActs}>
          <Button look="primary" onClick={popOut.goTo}>
            {consoleTexts.page.toWindow}
          </Button>
          <Button onClick={popOut.here}>{consoleTexts.page.here}</Button>
        </div>
      </div>
    )
  }
  if (!vm.displays.includes('vnc')) return <NoVnc />
  if (!vm.active) {
    return (
      <div className={classes.cover}>
        <p role="status">{consoleTexts.page.off(texts.vms.states[vm.state])}</p>
        <PrimaryAct vm={vm} staleSince={staleSince} twins={twins} />
        <p className={classes.hint}>{consoleTexts.page.offHint}</p>
      </div>
    )
  }
  if (!state) {
    return (
      <div className={classes.cover}>
        <p role="status">{whyNot(vm, 'openConsole', staleSince)}</p>
      </div>
    )
  }
  return <BrokenCover state={state} onRetry={onRetry} />
}
