import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useEffect } from 'react'
import { sitePath } from '../api/site-address.ts'
import { byName, type ColumnId, columnIds, readSort, type Sort, usualColumns, writeSort } from './columns.ts'
import { useKept } from './use-kept.ts'

export const groupings = ['host', 'folder', 'tag', 'none'] as const
export type Grouping = (typeof groupings)[number]
export const looks = ['table', 'wall'] as const
export type Look = (typeof looks)[number]
export const tileSizes = ['small', 'middle', 'large'] as const
export type TileSize = (typeof tileSizes)[number]

const keptView = 'porthole.fleet-view'
const keptColumns = 'porthole.fleet-columns'

/**
 * What the fleet shows, in what order and shape: all of it stands in the address, so that it can be sent and goes back
 * with Back. Order and shape are kept in this browser too, and come back where an address does not say them.
 */
export function useFleetView() {
  const router = useRouter()
  const path = usePathname()
  const params = useSearchParams()
  const [kept, keep] = useKept(keptView)
  const atHome = path === '/'
  const home = atHome ? params : new URLSearchParams()

  const go = (changes: Readonly<Record<string, string | null>>, step: boolean) => {
    const next = new URLSearchParams(atHome ? window.location.search : (kept ?? ''))
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) next.delete(name)
      else next.set(name, value)
    }
    const shape = new URLSearchParams(next)
    shape.delete('q')
    keep(String(shape) === '' ? null : String(shape))
    const query = String(next).replaceAll('%3A', ':').replaceAll('%2C', ',')
    const to = query === '' ? '/' : `/?${query}`
    if (!atHome) router.push(to)
    else if (step) window.history.pushState(null, '', sitePath(to))
    else window.history.replaceState(null, '', sitePath(to))
  }
  return {
    atHome,
    query: home.get('q') ?? '',
    sort: readSort(home.get('sort')) ?? byName,
    grouping: groupings.find(each => each === home.get('group')) ?? 'host',
    look: looks.find(each => each === home.get('look')) ?? 'table',
    tileSize: tileSizes.find(each => each === home.get('size')) ?? 'middle',
    /** On the dashboard each letter filters, and none of them is a step back; from elsewhere it is a way there. */
    search: (text: string) => go({ q: text === '' ? null : text }, false),
    sortBy: (sort: Sort) => go({ sort: sort.by === 'name' && !sort.down ? null : writeSort(sort) }, false),
    group: (by: Grouping) => go({ group: by === 'host' ? null : by }, false),
    show: (look: Look) => go({ look: look === 'table' ? null : look }, true),
    sizeTiles: (size: TileSize) => go({ size: size === 'middle' ? null : size }, false),
  }
}

/** Brings back the kept order and shape where the address says nothing at all. */
export function useKeptView(): void {
  const [kept] = useKept(keptView)
  const atHome = usePathname() === '/'
  useEffect(() => {
    const { search, hash } = window.location
    if (kept !== null && search === '' && atHome) window.history.replaceState(null, '', sitePath(`/?${kept}${hash}`))
  }, [kept, atHome])
}

export function useColumns(): [readonly ColumnId[], (columns: readonly ColumnId[]) => void] {
  const [kept, keep] = useKept(keptColumns)
  const known = kept?.split(' ').flatMap(word => columnIds.find(id => id === word) ?? [])
  return [known?.includes('name') ? known : usualColumns, columns => keep(columns.join(' '))]
}
