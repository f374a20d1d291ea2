import type { TableItem } from '../hosts/table-items.ts'

type VmItem = Extract<TableItem, { kind: 'vm' }>
/** One line of the wall: tiles beside each other, or what the table shows as a row of its own. */
export type WallRow =
  | { readonly kind: 'tiles'; readonly key: string; readonly tiles: readonly VmItem[] }
  | Exclude<TableItem, VmItem>

/** The table's rows as lines of so many tiles; what failed stands below the line that has its VM. */
export function wallRows(items: readonly TableItem[], across: number): WallRow[] {
  const rows: WallRow[] = []
  let tiles: VmItem[] = []
  let below: WallRow[] = []
  const end = () => {
    if (tiles[0]) rows.push({ kind: 'tiles', key: `tiles ${tiles[0].key}`, tiles })
    rows.push(...below)
    tiles = []
    below = []
  }
  for (const item of items) {
    if (item.kind === 'failure') below.push(item)
    else if (item.kind !== 'vm') {
      end()
      rows.push(item)
    } else {
      if (tiles.length === across) end()
      tiles.push(item)
    }
  }
  end()
  return rows
}

export type WallMove = 'left' | 'right' | 'up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last'

/** Lines that Page goes by. */
const page = 3

/** Where an arrow leads from a VM; null where there is nothing. Up and down stay in the column as far as lines have it. */
export function moveOnWall(rows: readonly WallRow[], from: string, move: WallMove): string | null {
  const lines = rows.flatMap(row => (row.kind === 'tiles' ? [row.tiles] : []))
  const line = lines.findIndex(tiles => tiles.some(({ key }) => key === from))
  const column = lines[line]?.findIndex(({ key }) => key === from) ?? 0
  const flat = lines.flat()
  const at = flat.findIndex(({ key }) => key === from)
  const down = (by: number) => {
    const to = lines[Math.max(0, Math.min(lines.length - 1, line + by))]
    return to?.[Math.min(column, to.length - 1)]
  }
  const to = {
    left: () => flat[at - 1],
    right: () => flat[at + 1],
    up: () => down(-1),
    down: () => down(1),
    'page-up': () => down(-page),
    'page-down': () => down(page),
    first: () => flat[0],
    last: () => flat.at(-1),
  }[move]()
  return to?.key ?? null
}
