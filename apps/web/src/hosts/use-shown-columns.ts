import { useMediaQuery } from '@mantine/hooks'
import { useMemo } from 'react'
import type { ColumnId } from './columns.ts'
import { type Grouping, useColumns } from './fleet-view.ts'

const atOnce = { getInitialValueInEffect: false }
const forPhone: readonly ColumnId[] = ['name', 'state']
const forDesk: ReadonlySet<ColumnId> = new Set(['vcpus', 'memory'])

/** The chosen columns as far as the window has room, and the host's where nothing else says it. */
export function useShownColumns(grouping: Grouping): readonly ColumnId[] {
  const [chosen] = useColumns()
  const phone = useMediaQuery('(max-width: 640px)', undefined, atOnce)
  const narrow = useMediaQuery('(max-width: 1080px)', undefined, atOnce)
  const names = chosen.join(' ')
  return useMemo(() => {
    if (phone) return forPhone
    const columns = names.split(' ') as ColumnId[]
    const told =
      grouping !== 'host' && !columns.includes('host')
        ? columns.flatMap(id => (id === 'name' ? [id, 'host' as const] : [id]))
        : columns
    return narrow ? told.filter(id => !forDesk.has(id)) : told
  }, [names, phone, narrow, grouping])
}
