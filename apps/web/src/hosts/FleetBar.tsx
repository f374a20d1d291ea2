import type { Vm } from '@porthole/contract'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { keyOf } from '../api/vm-key.ts'
import type { Term } from '../filter/parse-filter.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { DownIcon } from '../ui/icons.tsx'
import type { MenuEntry } from '../ui/Menu.tsx'
import { MenuButton } from '../ui/MenuButton.tsx'
import { Notice } from '../ui/Notice.tsx'
import type { FiguresOf } from './fleet.ts'
import { groupings, type useFleetView } from './fleet-view.ts'
import classes from './hosts.module.css'

const ColumnsDialog = dynamic(() => import('./ColumnsDialog.tsx').then(file => file.ColumnsDialog))

interface FleetBarProps {
  view: ReturnType<typeof useFleetView>
  terms: readonly Term[]
  found: number
  vms: readonly Vm[]
  /** Set where the filter or the order asks for figures. */
  figuresOf: FiguresOf | null
}

/** How many are shown, in what shape, and which words of the filter mean nothing. */
export function FleetBar({ view, terms, found, vms, figuresOf }: FleetBarProps) {
  const [choosing, setChoosing] = useState(false)
  const running = figuresOf ? vms.filter(vm => vm.active) : []
  const known = figuresOf ? running.filter(vm => figuresOf(keyOf(vm)) !== null).length : 0
  const entries = (): MenuEntry[] => [
    ...groupings.map((grouping, i) => ({
      key: grouping,
      label: texts.vms.groupings[grouping],
      checked: view.grouping === grouping,
      ...(i === 0 && { heading: texts.vms.grouping }),
      choose: () => view.group(grouping),
    })),
    { key: 'columns', label: texts.vms.chooseColumns, apart: true, choose: () => setChoosing(true) },
  ]
  return (
    <div className={classes.bar}>
      <span role="status" className="figures">
        {texts.filter.found(found, vms.length)}
      </span>
      <MenuButton label={texts.vms.view} entries={entries}>
        {button => (
          <Button look="quiet" size="small" {...button}>
            {texts.vms.view}
            <DownIcon size={12} />
          </Button>
        )}
      </MenuButton>
      {terms.map(
        ({ text, start, problem }) =>
          problem && (
            <div key={start} className={classes.barProblem}>
              <Notice tone="warning">{texts.filter.problem(text, problem)}</Notice>
            </div>
          ),
      )}
      {known < running.length && (
        <div className={classes.barProblem}>{texts.filter.figuresUnknown(known, running.length)}</div>
      )}
      {choosing && <ColumnsDialog onClose={() => setChoosing(false)} />}
    </div>
  )
}
