import { texts } from '../texts/texts.ts'
import { SortIcon } from '../ui/icons.tsx'
import classes from '../vms/table.module.css'
import { type ColumnId, type Sort, columns as specs } from './columns.ts'
import { SelectAllBox } from './SelectBox.tsx'

interface HeadProps {
  columns: readonly ColumnId[]
  sort: Sort
  onSort(sort: Sort): void
}

const titles = texts.vms.columns

/** What each column is; a press sorts by it, another turns the order round. Numbers begin with the largest. */
export function FleetTableHead({ columns, sort, onSort }: HeadProps) {
  return (
    <>
      <colgroup>
        <col className={classes.columnSelect} />
        <col className={classes.columnScreen} />
        {columns.map(id => (
          <col key={id} style={id === 'name' ? {} : { width: specs[id].width }} />
        ))}
        <col className={classes.columnActs} />
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col" className={classes.selectHead}>
            <SelectAllBox />
          </th>
          <th scope="col">
            <span className="only-heard">{titles.screen}</span>
          </th>
          {columns.map(id => {
            const { number = false } = specs[id]
            const by = sort.by === id
            return (
              <th
                key={id}
                scope="col"
                className={number ? classes.number : undefined}
                aria-sort={by ? (sort.down ? 'descending' : 'ascending') : undefined}
              >
                <button
                  type="button"
                  className={classes.sort}
                  data-by={by ? (sort.down ? 'down' : 'up') : undefined}
                  onClick={() => onSort({ by: id, down: by ? !sort.down : number })}
                >
                  {titles[id]}
                  <SortIcon size={12} />
                </button>
              </th>
            )
          })}
          <th scope="col">
            <span className="only-heard">{titles.actions}</span>
          </th>
        </tr>
      </thead>
    </>
  )
}
