import type { Vm } from '@porthole/contract'
import { useVirtualizer } from '@tanstack/react-virtual'
import Link from 'next/link'
import { usePathname, useSearchParams } from 'next/navigation'
import { memo, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { AlertMark } from '../alerts/AlertMark.tsx'
import { keyOf } from '../api/vm-key.ts'
import { quoted } from '../filter/parse-filter.ts'
import { texts } from '../texts/texts.ts'
import { ChevronIcon, HostIcon } from '../ui/icons.tsx'
import { StateIcon } from '../vms/StateIcon.tsx'
import { vmPath } from '../vms/vm-path.ts'
import { type FleetHost, useFleet } from './fleet.ts'
import { HostColourDot } from './HostMarks.tsx'
import classes from './hosts.module.css'
import { useKept } from './use-kept.ts'

type Leaf = { readonly group: FleetHost; readonly vm: Vm | null }

/** Which hosts are folded, kept in this browser. */
function useFolded(): [ReadonlySet<string>, (host: string) => void] {
  const [kept, keep] = useKept('porthole.folded-hosts')
  const folded = useMemo(() => new Set(kept?.split(' ')), [kept])
  const toggle = (host: string) => {
    const next = new Set(folded)
    if (!next.delete(host)) next.add(host)
    keep([...next].join(' '))
  }
  return [folded, toggle]
}

/** Every host with its VMs: the way from anywhere to anywhere. Only what is in view of ten thousand is drawn. */
export function FleetTree() {
  const { hosts: now, twins } = useFleet()
  const hosts = useDeferredValue(now)
  const [folded, toggle] = useFolded()
  const list = useRef<HTMLUListElement>(null)
  const [ready, setReady] = useState(false)
  useEffect(() => setReady(true), [])
  const leaves = useMemo(
    () =>
      (hosts ?? []).flatMap((group): Leaf[] => [
        { group, vm: null },
        ...(folded.has(group.host.id) ? [] : group.vms.map(vm => ({ group, vm }))),
      ]),
    [hosts, folded],
  )
  const rows = useVirtualizer<Element, HTMLLIElement>({
    count: leaves.length,
    enabled: ready,
    getScrollElement: () => list.current?.parentElement ?? null,
    estimateSize: () => (window.innerWidth <= 640 ? 40 : 28),
    overscan: 12,
    useFlushSync: false,
  })
  const drawn = rows.getVirtualItems()
  const above = drawn[0]?.start ?? 0
  const below = rows.getTotalSize() - (drawn.at(-1)?.end ?? 0)
  return (
    <ul ref={list} className={classes.tree} style={{ paddingTop: above, paddingBottom: below }}>
      {drawn.map(({ index, key }) => {
        const leaf = leaves[index]
        if (!leaf) return null
        const { group, vm } = leaf
        return vm ? (
          <VmLeaf key={key} vm={vm} stale={group.staleSince !== null} twins={twins} />
        ) : (
          <HostLeaf key={key} group={group} folded={folded.has(group.host.id)} onFold={() => toggle(group.host.id)} />
        )
      })}
    </ul>
  )
}

interface HostLeafProps {
  group: FleetHost
  folded: boolean
  onFold(): void
}

function HostLeaf({ group: { host, on, all, staleSince }, folded, onFold }: HostLeafProps) {
  return (
    <li className={classes.branch} data-stale={staleSince !== null || undefined}>
      <button
        type="button"
        className={classes.fold}
        aria-expanded={!folded}
        aria-label={texts.frame.foldHost(host.name)}
        onClick={onFold}
      >
        <ChevronIcon size={12} />
      </button>
      <Link href={hostFilter(host.name)} prefetch={false} data-tip={`${host.name}: ${texts.hosts.states[host.state]}`}>
        {host.colour ? <HostColourDot colour={host.colour} /> : <HostIcon />}
        <span className={classes.leafName}>{host.name}</span>
        <AlertMark of={host.id} />
        <span className={`figures ${classes.treeCount}`} data-tip={texts.frame.running(on, all)}>
          {on}/{all}
        </span>
      </Link>
    </li>
  )
}

/** Where a host's VMs are shown. */
export function hostFilter(name: string): string {
  return `/?q=${encodeURIComponent(`host=${quoted(name)}`)}`
}

interface VmLeafProps {
  vm: Vm
  stale: boolean
  twins: ReadonlySet<string>
}

const VmLeaf = memo(function VmLeaf({ vm, stale, twins }: VmLeafProps) {
  const path = usePathname()
  const atHost = useSearchParams().get('host')
  const current = path.split('/')[2] === vm.id && (!atHost || atHost === vm.host)
  return (
    <li className={classes.leaf}>
      <Link
        href={vmPath(vm, '', twins)}
        prefetch={false}
        data-stale={stale || undefined}
        aria-current={current ? 'page' : undefined}
      >
        <StateIcon state={vm.state} stale={stale} size={14} />
        <span className={classes.leafName} data-cut>
          {vm.name}
        </span>
        <AlertMark of={keyOf(vm)} />
        <span className="only-heard">{stale ? texts.vms.states.unknown : texts.vms.states[vm.state]}</span>
      </Link>
    </li>
  )
})
