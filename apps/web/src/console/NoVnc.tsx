import { consoleTexts } from '../texts/console-texts.ts'
import { PrimaryAct } from '../vms/PrimaryAct.tsx'
import { useShownVm } from '../vms/vm-context.ts'
import classes from './console.module.css'
import { PlannedAddition } from './PlannedAddition.tsx'

const words = consoleTexts.display

/** Instead of a picture: that the VM has no display of the kind that is shown here, and the way to one. */
export function NoVnc() {
  const { vm, staleSince, twins } = useShownVm()
  return (
    <div className={`${classes.cover} ${classes.noVnc}`}>
      <p role="status">
        {vm.displays.length === 0 ? words.none : vm.displays.includes('spice') ? words.spice : words.other}
      </p>
      {vm.can.includes('vm.change') ? (
        <PlannedAddition vm={vm} what="display" />
      ) : (
        <p className={classes.hint}>{words.mayNot}</p>
      )}
      {!vm.active && <PrimaryAct vm={vm} staleSince={staleSince} twins={twins} />}
    </div>
  )
}
