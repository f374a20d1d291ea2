import { useMediaQuery } from '@mantine/hooks'
import { useMemo } from 'react'
import type { ColumnId } from './columns.ts'
import { type Grouping, useColumns } from './fleet-view.ts'

const atOnce = { getInitialValueInEffect: false }
const forPhone: readonly ColumnId[] = ['name', 'state']
const sizes: ReadonlySet<ColumnId> = new Set(['vcpus', 'memory'])
const flows: ReadonlySet<ColumnId> = new Set(['disk', 'net'])
const neither: ReadonlySet<ColumnId> = new Set([...sizes, ...flows])
const all: ReadonlySet<ColumnId> = new Set()

/** What the window has no room for: what a VM has makes way for what it does, and on a narrow one the other way round. */
function leftOut(names: readonly ColumnId[], below: readonly [wide: boolean, middle: boolean, narrow: boolean]) {
  const [wide, middle, narrow] = below
  if (narrow) return neither
  if (!names.some(id => flows.has(id))) return all
  return middle ? flows : wide ? sizes : all
}

/** The chosen columns as far as the window has room, and the host's where nothing else says it. */
export function useShownColumns(grouping: Grouping): readonly ColumnId[] {
  const [chosen] = useColumns()
  const phone = useMediaQuery('(max-width: 640px)', undefined, atOnce)
  const narrow = useMediaQuery('(max-width: 1080px)', undefined, atOnce)
  const middle = useMediaQuery('(max-width: 1240px)', undefined, atOnce)
  const wide = useMediaQuery('(max-width: 1430px)', undefined, atOnce)
  const names = chosen.join(' ')
  return useMemo(() => {
    if (phone) return forPhone
    const columns = names.split(' ') as ColumnId[]
    const told =
      grouping !== 'host' && !columns.includes('host')
        ? columns.flatMap(id => (id === 'name' ? [id, 'host' as const] : [id]))
        : columns
    const out = leftOut(columns, [wide, middle, narrow])
    return told.filter(id => !out.has(id))
  }, [names, phone, wide, middle, narrow, grouping])
}
