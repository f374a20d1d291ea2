import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, Fragment, memo, useCallback, useRef } from 'react'
import { texts } from '../texts/texts.ts'
import { ActFailure } from '../vms/ActFailure.tsx'
import classes from '../vms/table.module.css'
import { VmRow } from '../vms/VmRow.tsx'
import { type ColumnId, leastWidth, type Sort } from './columns.ts'
import { FleetTableHead } from './FleetTableHead.tsx'
import type { Grouping } from './fleet-view.ts'
import { GroupHeading } from './GroupHeading.tsx'
import { HostHeading, HostProblem } from './HostHeading.tsx'
import { HostNothing } from './HostNothing.tsx'
import { heightOf } from './row-heights.ts'
import type { TableItem } from './table-items.ts'
import { useRoving } from './use-roving.ts'
import { useRowWishes } from './use-row-wishes.ts'
import { useTop } from './use-top.ts'

interface FleetTableProps {
  items: readonly TableItem[]
  /** Each folder's name with those it is in, by its id. */
  folders: ReadonlyMap<string, string>
  twins: ReadonlySet<string>
  grouping: Grouping
  columns: readonly ColumnId[]
  /** Ticks are shown on a phone too. */
  picking: boolean
  sort: Sort
  onSort(sort: Sort): void
}

/**
 * All VMs of all hosts in one table, of which only the rows on the screen are drawn. It scrolls with the page, so the
 * place of rows that are not drawn is kept by empty ones before, between and after them.
 */
export function FleetTable({ items, folders, twins, grouping, columns, picking, sort, onSort }: FleetTableProps) {
  const body = useRef<HTMLTableSectionElement>(null)
  const roving = useRoving(items)
  const rows = useVirtualizer<HTMLElement, HTMLTableRowElement>({
    count: items.length,
    getScrollElement: () => document.getElementById('content'),
    estimateSize: useCallback((index: number) => heightOf(items[index]), [items]),
    getItemKey: useCallback((index: number) => items[index]?.key ?? index, [items]),
    rangeExtractor: roving.drawn,
    scrollMargin: useTop(body),
    scrollPaddingStart: 32,
    scrollPaddingEnd: 8,
    overscan: 8,
    useFlushSync: false,
  })
  roving.useFocus(index => rows.scrollToIndex(index), body)

  const fulfil = useRowWishes(items, twins)
  const spacer = (key: string, height: number) =>
    height > 0 && (
      // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row without content takes no focus
      <tr key={key} aria-hidden="true" className={classes.spacer}>
        <td colSpan={columns.length + 3} style={{ height }} />
      </tr>
    )
  const least = { '--least': `${leastWidth(columns)}px` } as CSSProperties
  let end = rows.options.scrollMargin
  return (
    <table
      className={classes.table}
      style={least}
      aria-label={texts.vms.tables[grouping]}
      aria-rowcount={items.length + 1}
      data-picking={picking || undefined}
      onKeyDown={event => roving.onKeyDown(event, fulfil)}
      onFocus={roving.onFocus}
    >
      <FleetTableHead columns={columns} sort={sort} onSort={onSort} />
      <tbody ref={body}>
        {rows.getVirtualItems().map(({ index, key, start, end: below }) => {
          const item = items[index]
          const gap = start - end
          end = below
          return (
            item && (
              <Fragment key={key}>
                {spacer('gap', gap)}
                <Row
                  item={item}
                  index={index}
                  {...{ columns, folders, twins }}
                  current={item.key === roving.current}
                  measure={rows.measureElement}
                />
              </Fragment>
            )
          )
        })}
        {spacer('rest', rows.getTotalSize() + rows.options.scrollMargin - end)}
      </tbody>
    </table>
  )
}

interface RowProps {
  item: TableItem
  index: number
  columns: readonly ColumnId[]
  folders: ReadonlyMap<string, string>
  twins: ReadonlySet<string>
  current: boolean
  measure(row: HTMLTableRowElement | null): void
}

const Row = memo(function Row({ item, index, columns, folders, twins, current, measure }: RowProps) {
  const row = { ref: measure, 'data-index': index, 'aria-rowindex': index + 2 }
  const span = columns.length + 3
  switch (item.kind) {
    case 'vm':
      return (
        <VmRow
          vm={item.vm}
          hostName={item.group.host.name}
          folder={folders.get(item.vm.folder ?? '') ?? null}
          staleSince={item.group.staleSince}
          twins={twins}
          columns={columns}
          current={current}
          index={index}
        />
      )
    case 'failure':
      return (
        <tr className={classes.failure} {...row}>
          <td colSpan={span}>
            <ActFailure vm={item.vm} />
          </td>
        </tr>
      )
    case 'host':
      return <HostHeading group={item.group} span={span} row={row} />
    case 'group':
      return <GroupHeading group={item} span={span} row={row} />
    case 'problem':
      return <HostProblem group={item.group} span={span} row={row} />
    case 'nothing':
      return <HostNothing host={item.host} span={span} row={row} />
  }
})
