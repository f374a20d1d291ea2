'use client'

import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'
import '@mantine/core/styles/ScrollArea.css'
import type { Host } from '@porthole/contract'
import { useMutation } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useState } from 'react'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { exactTime } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Notice } from '../ui/Notice.tsx'
import { useFleet } from './fleet.ts'
import { HostHead } from './HostPageHead.tsx'
import { HostTestResult } from './HostTestResult.tsx'
import { HostContext, useShownHost } from './host-context.ts'
import classes from './host-page.module.css'
import { hostOfPath } from './host-path.ts'
import { useHostDetails } from './use-host-details.ts'

const EditHost = dynamic(() => import('./EditHost.tsx').then(file => file.EditHost))
const RemoveHost = dynamic(() => import('./RemoveHost.tsx').then(file => file.RemoveHost))
const words = texts.host

/** What heads every page of a host: how it is, what one can do, and its tabs. */
export function HostPage({ children }: { children: ReactNode }) {
  const path = usePathname()
  const { hosts, error } = useFleet()
  const host =
    hosts &&
    hostOfPath(
      path,
      hosts.map(({ host }) => host),
    )
  const group = hosts?.find(group => group.host === host)
  const title = host?.name
  useEffect(() => {
    if (title) document.title = `${title} · ${texts.product}`
    return () => {
      document.title = texts.product
    }
  }, [title])
  if (error) {
    return (
      <Notice tone="error" title={texts.hosts.failed} alert>
        {failureOf(error).sentence}
      </Notice>
    )
  }
  if (!hosts) return <div className={classes.page} aria-busy="true" />
  if (!group) {
    return (
      <EmptyState level={1} title={words.goneTitle} actions={<Link href="/">{texts.vms.toFleet}</Link>}>
        <p>{words.gone}</p>
      </EmptyState>
    )
  }
  return (
    <HostContext key={group.host.id} value={group}>
      <Shown>{children}</Shown>
    </HostContext>
  )
}

function Shown({ children }: { children: ReactNode }) {
  const group = useShownHost()
  const { host } = group
  const [asking, setAsking] = useState<'edit' | 'remove' | null>(null)
  const details = useHostDetails()
  const test = useMutation(orpc.hosts.testHost.mutationOptions())
  const tryIt = () => test.mutate({ host: host.id })
  return (
    <div className={classes.page}>
      <HostHead
        group={group}
        testing={test.isPending}
        onTest={tryIt}
        onEdit={() => setAsking('edit')}
        onRemove={() => setAsking('remove')}
      />
      <div className={classes.notices}>
        {host.maintenance && <Maintenance host={host} since={host.maintenance} />}
        {host.problem && <Notice tone="warning">{host.problem.message}</Notice>}
        {[details.error, test.error].map(
          failed =>
            failed && (
              <Notice key={failed.message} tone="error">
                {failureOf(failed).sentence}
              </Notice>
            ),
        )}
        {test.data && <HostTestResult test={test.data} uri={host.uri} busy={test.isPending} onApproved={tryIt} />}
      </div>
      {children}
      {asking === 'edit' && details.data && <EditHost host={details.data} onClose={() => setAsking(null)} />}
      {asking === 'remove' && <RemoveHost group={group} onClose={() => setAsking(null)} />}
    </div>
  )
}

function Maintenance({ host, since }: { host: Host; since: string }) {
  const change = useMutation(orpc.hosts.changeHost.mutationOptions())
  return (
    <Notice
      tone="info"
      title={<span>{words.maintenanceSince(exactTime(since))}</span>}
      actions={
        host.can.includes('host.manage') && (
          <Button busy={change.isPending} onClick={() => change.mutate({ host: host.id, maintenance: false })}>
            {words.endMaintenance}
          </Button>
        )
      }
    >
      {words.maintenanceWhat}
    </Notice>
  )
}
