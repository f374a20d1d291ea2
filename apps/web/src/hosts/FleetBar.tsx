import type { Vm } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useId, useState } from 'react'
import { orpc } from '../api/client.ts'
import { keyOf } from '../api/vm-key.ts'
import type { Term } from '../filter/parse-filter.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { DownIcon } from '../ui/icons.tsx'
import type { MenuEntry } from '../ui/Menu.tsx'
import { MenuButton } from '../ui/MenuButton.tsx'
import { Notice } from '../ui/Notice.tsx'
import type { FiguresOf } from './fleet.ts'
import { groupings, looks, tileSizes, type useFleetView } from './fleet-view.ts'
import classes from './hosts.module.css'
import { SelectAllBox } from './SelectBox.tsx'

const ColumnsDialog = dynamic(() => import('./ColumnsDialog.tsx').then(file => file.ColumnsDialog))
const SavedViewsDialog = dynamic(() => import('./SavedViewsDialog.tsx').then(file => file.SavedViewsDialog))

interface FleetBarProps {
  view: ReturnType<typeof useFleetView>
  terms: readonly Term[]
  found: number
  vms: readonly Vm[]
  /** Set where the filter or the order asks for figures. */
  figuresOf: FiguresOf | null
  /** On a touch screen ticks are shown while somebody selects. */
  picking: boolean
  onPick(picking: boolean): void
}

/** How many are shown, in what shape, and which words of the filter mean nothing. */
export function FleetBar({ view, terms, found, vms, figuresOf, picking, onPick }: FleetBarProps) {
  const [open, setOpen] = useState<'columns' | 'views' | null>(null)
  const close = () => setOpen(null)
  const allId = useId()
  const router = useRouter()
  const views = useQuery(orpc.account.listMyViews.queryOptions({ input: {} })).data?.views ?? []
  const running = figuresOf ? vms.filter(vm => vm.state === 'running') : []
  const known = figuresOf ? running.filter(vm => figuresOf(keyOf(vm)) !== null).length : 0
  const entries = (): MenuEntry[] => [
    ...groupings.map((grouping, i) => ({
      key: grouping,
      label: texts.vms.groupings[grouping],
      checked: view.grouping === grouping,
      ...(i === 0 && { heading: texts.vms.grouping }),
      choose: () => view.group(grouping),
    })),
    ...(view.look === 'wall'
      ? tileSizes.map((size, i) => ({
          key: size,
          label: texts.vms.tileSizes[size],
          checked: view.tileSize === size,
          ...(i === 0 && { heading: texts.vms.tiles, apart: true }),
          choose: () => view.sizeTiles(size),
        }))
      : [{ key: 'columns', label: texts.vms.chooseColumns, apart: true, choose: () => setOpen('columns') }]),
    ...views.map(({ id, name, query }, i) => ({
      key: id,
      label: name,
      ...(i === 0 && { heading: texts.vms.savedViews, apart: true }),
      choose: () => router.push(`/${query}`),
    })),
    { key: 'views', label: texts.vms.saveView, apart: views.length === 0, choose: () => setOpen('views') },
  ]
  return (
    <div className={classes.bar}>
      <span role="status" className="figures">
        {texts.filter.found(found, vms.length)}
      </span>
      <span className={classes.picking}>
        {picking && (
          <>
            <SelectAllBox id={allId} />
            <label htmlFor={allId}>{texts.vms.all}</label>
          </>
        )}
        <Button look="quiet" size="small" onClick={() => onPick(!picking)}>
          {picking ? texts.vms.picked : texts.vms.pick}
        </Button>
      </span>
      <div className={classes.looks} role="radiogroup" aria-label={texts.vms.look}>
        {looks.map(look => (
          <label key={look}>
            <input type="radio" name="look" checked={view.look === look} onChange={() => view.show(look)} />
            {texts.vms.looks[look]}
          </label>
        ))}
      </div>
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
      {open === 'columns' && <ColumnsDialog onClose={close} />}
      {open === 'views' && <SavedViewsDialog views={views} onClose={close} />}
    </div>
  )
}
