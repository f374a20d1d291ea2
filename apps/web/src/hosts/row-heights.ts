import type { TableItem } from './table-items.ts'

const desk = { vm: 36, host: 41, group: 41, problem: 57, failure: 90, nothing: 220 }
const phone = { ...desk, vm: 61, host: 70, problem: 90 }

/** What a row likely takes before it was drawn and measured, pixels. */
export function heightOf(item: TableItem | undefined): number {
  return (window.innerWidth <= 640 ? phone : desk)[item?.kind ?? 'vm']
}

/** What a row of the table gives its `tr`, so that it is measured and counted. */
export interface RowPlace {
  readonly ref: (row: HTMLTableRowElement | null) => void
  readonly 'data-index': number
  readonly 'aria-rowindex': number
}
