'use client'

import { useSearchParams } from 'next/navigation'
import { useEffect } from 'react'
import { failureOf } from '../api/failure.ts'
import { loadNoVnc } from '../console/warm-console.ts'
import { useSession } from '../session/SessionContext.tsx'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Notice } from '../ui/Notice.tsx'
import { FleetTable } from './FleetTable.tsx'
import { filterFleet, useFleet } from './fleet.ts'
import { useSearch } from './fleet-search.ts'
import classes from './hosts.module.css'
import { NewVmButton } from './NewVmButton.tsx'
import { NoHost } from './NoHost.tsx'

/** The home: every host and VM that one may see, live. */
export function Dashboard() {
  const fleet = useFleet()
  const { person } = useSession()
  const { search } = useSearch()
  const query = useSearchParams().get('q') ?? ''
  const shown = fleet.hosts && filterFleet(fleet.hosts, query, vm => texts.vms.states[vm.state])
  useEffect(idleNoVnc, [])
  return (
    <div className={classes.page}>
      <div className={classes.title}>
        <h1>{texts.hosts.title}</h1>
        {person.can.includes('vm.create') && fleet.hosts?.some(({ host }) => host.state === 'connected') && (
          <NewVmButton />
        )}
      </div>
      {fleet.error && (
        <Notice tone="error" alert title={texts.hosts.failed} actions={<Retry onClick={fleet.retry} />}>
          {failureOf(fleet.error).sentence}
        </Notice>
      )}
      {fleet.hosts?.length === 0 && <NoHost problem={fleet.thisMachine} />}
      {fleet.hosts && fleet.hosts.length > 0 && fleet.thisMachine && (
        <div className={classes.thisMachine}>
          <Notice tone="info" title={texts.hosts.thisMachine}>
            {fleet.thisMachine.message}
          </Notice>
        </div>
      )}
      {shown && shown.length > 0 && <FleetTable hosts={shown} twins={fleet.twins} />}
      {shown?.length === 0 && query !== '' && (
        <EmptyState
          title={texts.hosts.noMatchTitle}
          actions={<Button onClick={() => search('')}>{texts.hosts.clear}</Button>}
        >
          <p>{texts.hosts.noMatch(query)}</p>
        </EmptyState>
      )}
    </div>
  )
}

function Retry({ onClick }: { onClick(): void }) {
  return <Button onClick={onClick}>{texts.hosts.retry}</Button>
}

/** A console is likely next; its code comes while nothing else is to do. */
function idleNoVnc() {
  const load = () => void loadNoVnc().catch(() => {})
  const timer = setTimeout(() => ('requestIdleCallback' in window ? requestIdleCallback(load) : load()), 1500)
  return () => clearTimeout(timer)
}
