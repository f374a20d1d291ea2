import { useVirtualizer } from '@tanstack/react-virtual'
import { useRouter } from 'next/navigation'
import { type CSSProperties, Fragment, type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { warmConsole } from '../console/warm-console.ts'
import { texts } from '../texts/texts.ts'
import { ActFailure } from '../vms/ActFailure.tsx'
import { useVmActs } from '../vms/acting-context.ts'
import { primaryAct, whyNot } from '../vms/acts.ts'
import type { RowWish } from '../vms/row-keys.ts'
import classes from '../vms/table.module.css'
import { VmRow } from '../vms/VmRow.tsx'
import { vmPath } from '../vms/vm-path.ts'
import { type ColumnId, leastWidth, type Sort } from './columns.ts'
import { FleetTableHead } from './FleetTableHead.tsx'
import type { Grouping } from './fleet-view.ts'
import { GroupHeading } from './GroupHeading.tsx'
import { HostHeading, HostProblem } from './HostHeading.tsx'
import { HostNothing } from './HostNothing.tsx'
import { heightOf } from './row-heights.ts'
import { useSelection } from './selection.ts'
import type { TableItem } from './table-items.ts'
import { useRoving } from './use-roving.ts'

interface FleetTableProps {
  items: readonly TableItem[]
  twins: ReadonlySet<string>
  grouping: Grouping
  columns: readonly ColumnId[]
  sort: Sort
  onSort(sort: Sort): void
}

/**
 * All VMs of all hosts in one table, of which only the rows on the screen are drawn. It scrolls with the page, so the
 * place of rows that are not drawn is kept by empty ones before, between and after them.
 */
export function FleetTable({ items, twins, grouping, columns, sort, onSort }: FleetTableProps) {
  const router = useRouter()
  const { ask, openMenu } = useVmActs()
  const body = useRef<HTMLTableSectionElement>(null)
  const selection = useSelection()
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

  const fulfil = (wish: RowWish, key: string, row: HTMLElement) => {
    const item = items.find(item => item.key === key)
    if (item?.kind !== 'vm') return
    const { vm, group } = item
    const { staleSince } = group
    if (wish === 'select' || wish === 'select-to') selection.toggle(key, wish === 'select-to')
    if (wish === 'open') router.push(vmPath(vm, '', twins))
    if (wish === 'console' && whyNot(vm, 'openConsole', staleSince) === null) {
      warmConsole(vm)
      router.push(vmPath(vm, 'console', twins))
    }
    if (wish === 'menu') openMenu(vm, { at: row.getBoundingClientRect(), opener: row, staleSince, twins })
    const act = primaryAct(vm)
    if (wish === 'start' && act !== 'openConsole' && whyNot(vm, act, staleSince) === null) ask(vm, act)
  }
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
                  columns={columns}
                  twins={twins}
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

/**
 * How far down its scrolling page an element begins. What stands above it may come and go: then the page that holds both
 * changes its height. Measured then alone, because each look in the middle of a drawing makes the browser lay all out.
 */
function useTop(ref: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const content = document.getElementById('content')
    const page = ref.current?.closest('table')?.parentElement
    if (!content || !page) return
    const measure = () => {
      if (!ref.current) return
      setTop(ref.current.getBoundingClientRect().top - content.getBoundingClientRect().top + content.scrollTop)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(page)
    return () => observer.disconnect()
  }, [ref])
  return top
}

interface RowProps {
  item: TableItem
  index: number
  columns: readonly ColumnId[]
  twins: ReadonlySet<string>
  current: boolean
  measure(row: HTMLTableRowElement | null): void
}

function Row({ item, index, columns, twins, current, measure }: RowProps) {
  const row = { ref: measure, 'data-index': index, 'aria-rowindex': index + 2 }
  const span = columns.length + 3
  switch (item.kind) {
    case 'vm':
      return (
        <VmRow
          vm={item.vm}
          hostName={item.group.host.name}
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
}
