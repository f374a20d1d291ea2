import { useState } from 'react'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { DownIcon } from '../ui/icons.tsx'
import { type ColumnId, columnIds, usualColumns } from './columns.ts'
import { useColumns } from './fleet-view.ts'
import classes from './hosts.module.css'

/** Which columns the table has, and in what order; it follows at once. */
export function ColumnsDialog({ onClose }: { onClose(): void }) {
  const [chosen, choose] = useColumns()
  const [order, setOrder] = useState(() => [...chosen, ...columnIds.filter(id => !chosen.includes(id))])
  const keep = (next: readonly ColumnId[], shown: ReadonlySet<ColumnId>) => {
    setOrder([...next])
    choose(next.filter(id => shown.has(id)))
  }
  const shown = new Set(chosen)
  const toggle = (id: ColumnId) => keep(order, shown.has(id) ? without(shown, id) : new Set([...shown, id]))
  const move = (id: ColumnId, by: 1 | -1) => {
    const at = order.indexOf(id)
    keep(order.with(at, order[at + by] ?? id).with(at + by, id), shown)
  }
  const usual = () => {
    setOrder([...usualColumns, ...columnIds.filter(id => !usualColumns.includes(id))])
    choose(usualColumns)
  }
  return (
    <Dialog title={texts.vms.columnsTitle} onClose={onClose}>
      <p>{texts.vms.columnShown}</p>
      <ol className={classes.columns}>
        {order.map((id, i) => (
          <li key={id}>
            <label>
              <input type="checkbox" checked={shown.has(id)} disabled={id === 'name'} onChange={() => toggle(id)} />
              {texts.vms.columns[id]}
            </label>
            <IconButton
              label={texts.vms.columnUp(texts.vms.columns[id])}
              disabled={i === 0}
              className={classes.up ?? ''}
              onClick={() => move(id, -1)}
            >
              <DownIcon size={14} />
            </IconButton>
            <IconButton
              label={texts.vms.columnDown(texts.vms.columns[id])}
              disabled={i === order.length - 1}
              onClick={() => move(id, 1)}
            >
              <DownIcon size={14} />
            </IconButton>
          </li>
        ))}
      </ol>
      <DialogActions>
        <Button onClick={usual}>{texts.vms.usualColumns}</Button>
        <Button look="primary" onClick={onClose}>
          {texts.close}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

function without(shown: ReadonlySet<ColumnId>, gone: ColumnId): Set<ColumnId> {
  return new Set([...shown].filter(id => id !== gone))
}
