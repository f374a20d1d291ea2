'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useMemo } from 'react'
import { failureOf } from '../api/failure.ts'
import { loadNoVnc, warmConsole } from '../console/warm-console.ts'
import { type FleetHost, useFleet } from '../hosts/fleet.ts'
import { texts } from '../texts/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { MoreIcon } from '../ui/icons.tsx'
import { Notice } from '../ui/Notice.tsx'
import { ActFailure } from './ActFailure.tsx'
import { useVmActs } from './acting-context.ts'
import { PrimaryAct } from './PrimaryAct.tsx'
import { StateLabel } from './StateLabel.tsx'
import { StuckInKvm } from './StuckInKvm.tsx'
import { useVmAddress, type VmAddress } from './use-vm-address.ts'
import { type ShownVm, VmContext } from './vm-context.ts'
import classes from './vm-page.module.css'
import { vmPath } from './vm-path.ts'

/** What heads every page of a VM: where it is, how it is, what one can do, and its tabs. */
export function VmPage({ children }: { children: ReactNode }) {
  const address = useVmAddress()
  const fleet = useFleet()
  const shown = useMemo(
    () => address && fleet.hosts && find(fleet.hosts, address, fleet.twins),
    [address, fleet.hosts, fleet.twins],
  )
  useEffect(() => {
    if (shown) document.title = `${shown.vm.name} · ${texts.product}`
    return () => {
      document.title = texts.product
    }
  }, [shown])

  if (fleet.error) {
    return (
      <Notice tone="error" title={texts.hosts.failed} alert>
        {failureOf(fleet.error).sentence}
      </Notice>
    )
  }
  if (!address || !fleet.hosts) return <div className={classes.page} aria-busy="true" />
  if (!shown) {
    return (
      <EmptyState title={texts.vms.goneTitle} actions={<Link href="/">{texts.vms.toFleet}</Link>}>
        <p>{texts.vms.gone}</p>
      </EmptyState>
    )
  }
  return (
    <VmContext value={shown}>
      <VmFrame shown={shown}>{children}</VmFrame>
    </VmContext>
  )
}

function VmFrame({ shown, children }: { shown: ShownVm; children: ReactNode }) {
  const bare = new URLSearchParams(window.location.search).get('window') === '1'
  useEffect(() => void loadNoVnc().catch(() => {}), [])
  if (bare) return children
  return (
    <div className={classes.page}>
      <Head shown={shown} />
      <ActFailure vm={shown.vm} />
      <StuckInKvm />
      <div className={classes.body}>{children}</div>
    </div>
  )
}

function Head({ shown: { vm, host, staleSince, twins } }: { shown: ShownVm }) {
  const { openMenu } = useVmActs()
  return (
    <header className={classes.head}>
      <div className={classes.line}>
        <nav className={classes.crumbs} aria-label={texts.hosts.title}>
          <Link href="/">{texts.hosts.title}</Link>
          <span aria-hidden="true">›</span>
          {host && <Link href={`/#host-${host.id}`}>{host.name}</Link>}
          <span aria-hidden="true">›</span>
        </nav>
        <h1>{vm.name}</h1>
        <div className={classes.state}>
          <StateLabel vm={vm} staleSince={staleSince} />
        </div>
        <div className={classes.acts}>
          <PrimaryAct vm={vm} staleSince={staleSince} twins={twins} />
          <IconButton
            label={texts.vms.more(vm.name)}
            aria-haspopup="menu"
            variant="default"
            onClick={event =>
              openMenu(vm, {
                at: event.currentTarget.getBoundingClientRect(),
                opener: event.currentTarget,
                staleSince,
                twins,
              })
            }
          >
            <MoreIcon />
          </IconButton>
        </div>
      </div>
      <Tabs shown={{ vm, host, staleSince, twins }} />
    </header>
  )
}

const tabs = [
  ['', texts.vm.tabs.overview],
  ['console', texts.vm.tabs.console],
  ['xml', texts.vm.tabs.xml],
] as const

function Tabs({ shown: { vm, staleSince, twins } }: { shown: ShownVm }) {
  const page = usePathname().split('/')[3] ?? ''
  const warms = vm.active && !staleSince && vm.can.includes('vm.console')
  return (
    <nav className={classes.tabs} aria-label={texts.vm.tabsLabel}>
      {tabs.map(([key, label]) => (
        <Link
          key={key}
          href={vmPath(vm, key, twins)}
          aria-current={page === key ? 'page' : undefined}
          onPointerDown={() => key === 'console' && page !== key && warms && warmConsole(vm)}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}

/** Of two with the same UUID the one on the named host; without a name, the one that is on. */
function find(hosts: readonly FleetHost[], { id, host }: VmAddress, twins: ReadonlySet<string>): ShownVm | null {
  const found = hosts.flatMap(group =>
    group.vms
      .filter(vm => vm.id === id && (host === null || vm.host === host))
      .map(vm => ({ vm, host: group.host, staleSince: group.staleSince, twins })),
  )
  return found.find(({ vm }) => vm.active) ?? found[0] ?? null
}
