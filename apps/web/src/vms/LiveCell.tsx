import type { FigureGroup, Vm } from '@porthole/contract'
import { useWatchedFigures } from '../api/LiveFleet.tsx'
import type { VmFigures } from '../api/vm-stats.ts'
import { perCent, rateOf, sizeOfKiB } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'
import { Sparkline } from '../ui/Sparkline.tsx'
import classes from './live.module.css'

export type LiveColumn = 'cpu' | 'used' | 'disk' | 'net'

interface Spec {
  /** What the server must read for it, beside the CPU that comes with all. */
  readonly groups: readonly FigureGroup[]
  readonly say: (figures: VmFigures) => string | null
  readonly line: ((figures: VmFigures) => readonly number[]) | null
  /** What reaches the upper edge at least: a guest that hardly does anything shall look like that. */
  readonly top: number
}

export const liveColumns: Readonly<Record<LiveColumn, Spec>> = {
  cpu: { groups: [], say: ({ cpu }) => perCent(cpu), line: ({ history }) => history.cpu, top: 100 },
  used: {
    groups: ['memory'],
    say: ({ usedKiB }) => (usedKiB === null ? null : sizeOfKiB(usedKiB)),
    line: null,
    top: 0,
  },
  disk: {
    groups: ['disk'],
    say: ({ disk }) => (disk === null ? null : rateOf(disk)),
    line: ({ history }) => history.disk,
    top: 1024 ** 2,
  },
  net: {
    groups: ['net'],
    say: ({ net }) => (net === null ? null : rateOf(net)),
    line: ({ history }) => history.net,
    top: 128 * 1024,
  },
}

/** One figure of the VM now, and a line of the last minute. Asks for it only while it is `shown`. */
export function LiveCell({ vm, id, shown }: { vm: Vm; id: LiveColumn; shown: boolean }) {
  const { groups, say, line, top } = liveColumns[id]
  const on = shown && vm.state === 'running'
  const figures = useWatchedFigures(vm, groups, on)
  if (!on) return null
  const text = figures && say(figures)
  const values = (figures && line?.(figures)) ?? []
  const said = text ?? <span className="only-heard">{texts.vms.noFigures}</span>
  return (
    <span className={classes.meter}>
      {line && (
        <Sparkline
          className={classes.line}
          values={values}
          top={id === 'cpu' ? top : Math.max(top, ...values.slice(-span))}
          span={span}
          width={48}
          height={18}
        />
      )}
      <span className={`figures ${classes.value}`} data-idle={isIdle(figures, id) || undefined}>
        {said}
      </span>
    </span>
  )
}

const span = 30

const isIdle = (figures: VmFigures | null, id: LiveColumn) => (id === 'disk' || id === 'net') && figures?.[id] === 0
