'use client'

import dynamic from 'next/dynamic'
import { startTransition, useDeferredValue, useEffect, useMemo, useState } from 'react'
import { failureOf } from '../api/failure.ts'
import { useFiguresOf } from '../api/LiveFleet.tsx'
import { loadNoVnc } from '../console/warm-console.ts'
import { isMeasured } from '../filter/fields.ts'
import { parseFilter } from '../filter/parse-filter.ts'
import { useSession } from '../session/SessionContext.tsx'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { useFailures } from '../vms/acts-under-way.ts'
import { AddHostButton } from './AddHostButton.tsx'
import { columns as specs } from './columns.ts'
import { FleetBar } from './FleetBar.tsx'
import { FleetTable } from './FleetTable.tsx'
import { filterFleet, useFleet } from './fleet.ts'
import { useFleetView, useKeptView } from './fleet-view.ts'
import classes from './hosts.module.css'
import { NewVmButton } from './NewVmButton.tsx'
import { NoHost } from './NoHost.tsx'
import { NothingFound } from './NothingFound.tsx'
import { Selection, SelectionContext } from './selection.ts'
import { type TableItem, tableItems } from './table-items.ts'
import { useShownColumns } from './use-shown-columns.ts'

const BulkBar = dynamic(() => import('../bulk/BulkBar.tsx').then(file => file.BulkBar))
const FleetWall = dynamic(() => import('../wall/FleetWall.tsx').then(file => file.FleetWall))

/** The home: every host and VM that one may see, live. */
export function Dashboard() {
  const fleet = useFleet()
  const { person } = useSession()
  useKeptView()
  useEffect(idleNoVnc, [])
  return (
    <div className={classes.page}>
      <div className={classes.title}>
        <h1>{texts.hosts.title}</h1>
        <div className={classes.titleActs}>
          {person.can.includes('host.manage') && fleet.hosts && fleet.hosts.length > 0 && <AddHostButton />}
          {person.can.includes('vm.create') && fleet.hosts?.some(({ host }) => host.state === 'connected') && (
            <NewVmButton />
          )}
        </div>
      </div>
      {fleet.error && (
        <Notice tone="error" alert title={texts.hosts.failed} actions={<Retry onClick={fleet.retry} />}>
          {failureOf(fleet.error).sentence}
        </Notice>
      )}
      {fleet.hosts?.length === 0 && <NoHost problem={fleet.thisMachine} />}
      {fleet.hosts && fleet.hosts.length > 0 && (
        <>
          {fleet.thisMachine && (
            <div className={classes.thisMachine}>
              <Notice tone="info" title={texts.hosts.thisMachine}>
                {fleet.thisMachine.message}
              </Notice>
            </div>
          )}
          <Fleet />
        </>
      )}
    </div>
  )
}

const nobody: readonly never[] = []

/** What the filter leaves of the fleet. Rows follow their VMs at once; which rows there are may come a moment later. */
function Fleet() {
  const now = useFleet()
  const view = useFleetView()
  const failures = useFailures()
  const columns = useShownColumns(view.grouping)
  const hosts = useDeferredValue(now.hosts) ?? nobody
  const vms = useDeferredValue(now.vms)
  const { folders } = now
  const query = useDeferredValue(view.query)
  const { by, down } = view.sort
  const terms = useMemo(() => parseFilter(query), [query])
  const measures = specs[by].live === true || terms.some(({ field }) => field && isMeasured(field.name))
  const figuresOf = useFiguresOf(measures)
  const shown = useMemo(
    () => filterFleet({ hosts, vms, folders }, terms, figuresOf),
    [hosts, vms, folders, terms, figuresOf],
  )
  const items = useMemo(
    () => tableItems(shown, { sort: { by, down }, grouping: view.grouping, figuresOf, failures }),
    [shown, by, down, view.grouping, figuresOf, failures],
  )
  const selection = useSelectionOf(items)
  const selecting = useSelectedEver(selection)
  const [picking, setPicking] = useState(false)
  const pick = (on: boolean) => {
    setPicking(on)
    if (!on) selection.all(false)
  }
  return (
    <SelectionContext value={selection}>
      <FleetBar
        {...{ view, terms, vms, picking }}
        found={shown.vms.length}
        figuresOf={measures ? figuresOf : null}
        onPick={pick}
      />
      {items.length > 0 ? (
        view.look === 'wall' ? (
          <FleetWall items={items} twins={now.twins} grouping={view.grouping} size={view.tileSize} picking={picking} />
        ) : (
          <FleetTable
            items={items}
            folders={folders}
            twins={now.twins}
            grouping={view.grouping}
            columns={columns}
            picking={picking}
            sort={view.sort}
            onSort={view.sortBy}
          />
        )
      ) : (
        terms.length > 0 && (
          <NothingFound fleet={{ hosts, vms, folders }} terms={terms} figuresOf={figuresOf} onSearch={view.search} />
        )
      )}
      {selecting && <BulkBar selection={selection} />}
    </SelectionContext>
  )
}

/** What is selected among the VMs that the table shows. */
function useSelectionOf(items: readonly TableItem[]): Selection {
  const [selection] = useState(() => new Selection())
  useEffect(() => {
    selection.follow(items.flatMap(({ kind, key }) => (kind === 'vm' ? [key] : [])))
  }, [selection, items])
  return selection
}

/** The code of what is done with many comes after the first tick, which does not wait for it, and stays. */
function useSelectedEver(selection: Selection): boolean {
  const [ever, setEver] = useState(false)
  useEffect(() => selection.subscribe(() => selection.count() > 0 && startTransition(() => setEver(true))), [selection])
  return ever
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
