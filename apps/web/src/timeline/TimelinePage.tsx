'use client'

import '@mantine/core/styles/Combobox.css'
import '@mantine/core/styles/Input.css'
import { useSearchParams } from 'next/navigation'
import { useEffect, useMemo } from 'react'
import { sitePath } from '../api/site-address.ts'
import { useFleet } from '../hosts/fleet.ts'
import { texts } from '../texts/texts.ts'
import { timelineTexts } from '../texts/timeline-texts.ts'
import { buttonLook } from '../ui/Button.tsx'
import { useNow } from '../ui/use-now.ts'
import { TimelineFilterBar } from './TimelineFilterBar.tsx'
import { TimelineTable } from './TimelineTable.tsx'
import classes from './timeline.module.css'
import { askedFor, isNarrow, readFilter } from './timeline-filter.ts'
import { usePeople } from './use-people.ts'

const words = timelineTexts

/** Who did what on the whole installation; with a filter in its address, the timeline of a host, a person or a VM. */
export function TimelinePage() {
  const query = useSearchParams()
  const said = useMemo(() => readFilter(new URLSearchParams(query)), [query])
  const minute = Math.floor(useNow() / 60_000) * 60_000
  const filter = useMemo(() => askedFor(said, minute), [said, minute])
  const { hosts, vms } = useFleet()
  const people = usePeople()
  const of =
    said.vm !== null
      ? vms.find(({ id }) => id === said.vm)?.name
      : said.person !== null
        ? people.find(({ id }) => id === said.person)?.name
        : hosts?.find(({ host }) => host.id === said.host)?.host.name
  const title = of === undefined ? texts.timeline.title : texts.timeline.of(of)
  useEffect(() => {
    document.title = `${title} · ${texts.product}`
    return () => {
      document.title = texts.product
    }
  }, [title])
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{title}</h1>
        <a
          {...buttonLook({})}
          href={sitePath(`/api/v1/audit/export?${new URLSearchParams(filter as Record<string, string>)}`)}
          download
        >
          {words.export}
        </a>
      </header>
      <TimelineFilterBar filter={said} />
      <TimelineTable filter={filter} narrow={isNarrow(said)} />
    </div>
  )
}
