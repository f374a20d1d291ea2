import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { hostsQuery } from '../api/fleet-queries.ts'
import { exactTime } from '../texts/format.ts'
import { timelineTexts } from '../texts/timeline-texts.ts'
import { errorWords, type TimelineEntry } from './describe.ts'
import { ObjectLink } from './ObjectLink.tsx'
import classes from './timeline.module.css'

const { facts, ms } = timelineTexts

/** All that is known of what happened: also what was asked, without its secrets. */
export function TimelineDetails({ entry }: { entry: TimelineEntry }) {
  const { data } = useQuery({ ...hostsQuery, enabled: false })
  const host = data?.hosts.find(({ id }) => id === entry.host)?.name ?? entry.host
  return (
    <dl className={classes.facts}>
      <Fact name={facts.exact}>{exactTime(entry.at)}</Fact>
      {entry.person && <Fact name={facts.person}>{entry.person}</Fact>}
      {entry.credential && <Fact name={facts.credential}>{entry.credential}</Fact>}
      {entry.from && <Fact name={facts.from}>{entry.from}</Fact>}
      {entry.object && (
        <Fact name={facts.object}>
          <ObjectLink entry={entry} />
        </Fact>
      )}
      {host && !entry.object?.startsWith('host:') && <Fact name={facts.host}>{host}</Fact>}
      {entry.took !== null && <Fact name={facts.took}>{ms(entry.took)}</Fact>}
      {entry.error && <Fact name={facts.error}>{errorWords(entry.error)}</Fact>}
      {Object.entries(entry.args).map(([name, value]) => (
        <Fact key={name} name={name}>
          <span className="exact">{typeof value === 'string' ? value : JSON.stringify(value)}</span>
        </Fact>
      ))}
      <Fact name={facts.number}>
        <span className="figures">{entry.seq}</span>
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
