import type { Vm } from '@porthole/contract'
import { useWatchedFigures } from '../api/LiveFleet.tsx'
import { perCent } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'
import { Sparkline } from '../ui/Sparkline.tsx'
import classes from './cpu.module.css'

/** The VM's CPU now, and a line of the last minutes. Asks for figures only while it is `shown`. */
export function CpuMeter({ vm, shown }: { vm: Vm; shown: boolean }) {
  const figures = useWatchedFigures(vm, shown && vm.active)
  if (!vm.active || !shown) return null
  return (
    <span className={classes.meter}>
      <Sparkline className={classes.line} values={figures?.history ?? []} span={30} width={52} height={18} />
      <span className={`figures ${classes.value}`}>
        {figures ? perCent(figures.cpu) : <span className="only-heard">{texts.vms.noFigures}</span>}
      </span>
    </span>
  )
}
