import type { Host } from '@porthole/contract'
import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { AlertMark } from '../alerts/AlertMark.tsx'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { clock, exactTime } from '../texts/format.ts'
import { statisticsTexts } from '../texts/statistics-texts.ts'
import { texts } from '../texts/texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { MoreIcon } from '../ui/icons.tsx'
import { MenuButton } from '../ui/MenuButton.tsx'
import { Notice } from '../ui/Notice.tsx'
import { PageHead } from '../ui/PageHead.tsx'
import type { FleetHost } from './fleet.ts'
import { HostMarks } from './HostMarks.tsx'
import { HostState } from './HostState.tsx'
import classes from './host-page.module.css'
import { hostPath } from './host-path.ts'
import { NewVmButton } from './NewVmButton.tsx'

const words = texts.host

interface HostHeadProps {
  group: FleetHost
  testing: boolean
  onTest(): void
  onEdit(): void
  onRemove(): void
}

/** Which host this is, how it is, and what one can do about it. */
export function HostHead({ group: { host, staleSince }, testing, onTest, onEdit, onRemove }: HostHeadProps) {
  const announce = useAnnounce()
  const change = useMutation({
    ...orpc.hosts.changeHost.mutationOptions(),
    onSuccess: () => announce(words.changed(host.name)),
  })
  const mayManage = host.can.includes('host.manage')
  const why = mayManage ? null : words.mayNot
  const entries = () => [
    { key: 'edit', label: words.edit, why, choose: onEdit },
    {
      key: 'maintenance',
      label: host.maintenance ? words.endMaintenance : words.beginMaintenance,
      why,
      choose: () => change.mutate({ host: host.id, maintenance: host.maintenance === null }),
    },
    { key: 'remove', label: words.remove, apart: true, danger: true, why, choose: onRemove },
  ]
  return (
    <PageHead
      title={host.name}
      where={{
        label: words.where,
        places: [
          <Link key="hosts" href="/">
            {texts.hosts.title}
          </Link>,
        ],
      }}
      state={
        <>
          <HostState host={host} stale={staleSince !== null} />
          <span className={classes.since} data-tip={exactTime(staleSince ?? host.since)}>
            {staleSince ? texts.hosts.lastSeen(clock(staleSince)) : words.since(clock(host.since))}
          </span>
          <HostMarks host={host} />
          <AlertMark of={host.id} />
        </>
      }
      acts={
        <>
          <Button busy={testing} why={why} onClick={onTest}>
            {words.test}
          </Button>
          {host.state === 'connected' && !host.maintenance && host.can.includes('vm.create') && (
            <NewVmButton host={host.id} quiet />
          )}
          <MenuButton label={words.more(host.name)} entries={entries}>
            {button => (
              <IconButton label={words.more(host.name)} framed {...button}>
                <MoreIcon />
              </IconButton>
            )}
          </MenuButton>
        </>
      }
      tabs={{ label: words.tabsLabel, links: <Tabs host={host} /> }}
    >
      {change.error && (
        <Notice tone="error" alert>
          {failureOf(change.error).sentence}
        </Notice>
      )}
    </PageHead>
  )
}

const tabs = [
  ['', words.tabs.overview],
  ['storage', words.tabs.storage],
  ['networks', words.networks],
  ['statistics', statisticsTexts.tab],
  ['timeline', words.tabs.timeline],
  ['access', words.tabs.access],
] as const

function Tabs({ host }: { host: Host }) {
  const current = usePathname().split('/')[3] ?? ''
  return tabs.map(([page, label]) => (
    <Link
      key={page}
      href={`${hostPath(host)}${page && `/${page}`}`}
      prefetch={false}
      aria-current={current === page ? 'page' : undefined}
    >
      {label}
    </Link>
  ))
}
