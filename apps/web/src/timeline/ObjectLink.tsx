import Link from 'next/link'
import type { TimelineEntry } from './describe.ts'

/** What a row is about, with the way to all that happened to it. */
export function ObjectLink({ entry: { object, objectName } }: { entry: TimelineEntry }) {
  const [kind, id = ''] = object?.split(/:(.*)/s) ?? []
  if (object === null) return null
  const name = objectName ?? id
  if (kind === 'vm') {
    return (
      <Link href={`/vms/${id}/timeline`} prefetch={false}>
        {name}
      </Link>
    )
  }
  const filter = kind === 'host' || kind === 'person' ? kind : null
  return filter === null ? (
    name
  ) : (
    <Link href={`/timeline?${filter}=${encodeURIComponent(id)}`} prefetch={false}>
      {name}
    </Link>
  )
}
