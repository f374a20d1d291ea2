'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useMemo } from 'react'
import { AlertMark } from '../alerts/AlertMark.tsx'
import { failureOf } from '../api/failure.ts'
import { useNewestVm } from '../api/LiveFleet.tsx'
import { keyOf } from '../api/vm-key.ts'
import { loadNoVnc } from '../console/warm-console.ts'
import { useFleet } from '../hosts/fleet.ts'
import { HostName } from '../hosts/HostName.tsx'
import { texts } from '../texts/texts.ts'
import { vmTexts } from '../texts/vm-texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { MoreIcon } from '../ui/icons.tsx'
import { Notice } from '../ui/Notice.tsx'
import { PageHead } from '../ui/PageHead.tsx'
import { ActFailure } from './ActFailure.tsx'
import { useVmActs } from './acting-context.ts'
import { findVm } from './find-vm.ts'
import { PrimaryAct } from './PrimaryAct.tsx'
import { StateLabel } from './StateLabel.tsx'
import { StuckInKvm } from './StuckInKvm.tsx'
import { useVmAddress } from './use-vm-address.ts'
import { useVmLink } from './use-vm-link.ts'
import { type ShownVm, useShownVm, VmContext } from './vm-context.ts'
import classes from './vm-page.module.css'

/** What heads every page of a VM: where it is, how it is, what one can do, and its tabs. */
export function VmPage({ children }: { children: ReactNode }) {
  const address = useVmAddress()
  const fleet = useFleet()
  const shown = useMemo(
    () => address && fleet.hosts && findVm(fleet.hosts, address, fleet.twins),
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
      <EmptyState level={1} title={texts.vms.goneTitle} actions={<Link href="/">{texts.vms.toFleet}</Link>}>
        <p>{texts.vms.gone}</p>
      </EmptyState>
    )
  }
  return <Newest shown={shown}>{children}</Newest>
}

/** The list that found it is calm; the page itself follows the VM at once. */
function Newest({ shown: listed, children }: { shown: ShownVm; children: ReactNode }) {
  const vm = useNewestVm(listed.vm)
  const shown = useMemo(() => ({ ...listed, vm }), [listed, vm])
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
  const atConsole = usePathname().endsWith('/console')
  return (
    <PageHead
      title={vm.name}
      where={{
        label: vmTexts.whereLabel,
        places: [
          <Link key="hosts" href="/">
            {texts.hosts.title}
          </Link>,
          host && <HostName key="host" host={host} />,
        ],
      }}
      state={
        <div className={classes.state}>
          <StateLabel vm={vm} staleSince={staleSince} />
          <AlertMark of={keyOf(vm)} />
        </div>
      }
      acts={
        <>
          {!(atConsole && vm.active) && <PrimaryAct vm={vm} staleSince={staleSince} twins={twins} />}
          <IconButton
            label={texts.vms.more(vm.name)}
            aria-haspopup="menu"
            framed
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
        </>
      }
      tabs={{
        label: vmTexts.tabsLabel,
        links: tabs
          .filter(([page]) => page !== 'recordings' || vm.can.includes('recording.watch'))
          .map(([page, label]) => <Tab key={page} page={page} label={label} />),
      }}
    />
  )
}

const tabs = [
  ['', vmTexts.tabs.overview],
  ['console', vmTexts.tabs.console],
  ['serial', vmTexts.tabs.serial],
  ['hardware', vmTexts.tabs.hardware],
  ['snapshots', vmTexts.tabs.snapshots],
  ['recordings', vmTexts.tabs.recordings],
  ['statistics', vmTexts.tabs.statistics],
  ['timeline', vmTexts.tabs.timeline],
  ['access', vmTexts.tabs.access],
  ['xml', vmTexts.tabs.xml],
] as const

function Tab({ page, label }: { page: (typeof tabs)[number][0]; label: string }) {
  const { vm, twins } = useShownVm()
  const current = (usePathname().split('/')[3] ?? '') === page
  const link = useVmLink(vm, page, twins)
  return (
    <Link aria-current={current ? 'page' : undefined} {...link} {...(current && { onPointerDown: undefined })}>
      {label}
    </Link>
  )
}
