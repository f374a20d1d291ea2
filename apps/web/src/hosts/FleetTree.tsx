import Link from 'next/link'
import { usePathname, useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { texts } from '../texts/texts.ts'
import { ChevronIcon, HostIcon } from '../ui/icons.tsx'
import { StateIcon } from '../vms/StateIcon.tsx'
import { vmPath } from '../vms/vm-path.ts'
import { type FleetHost, useFleet } from './fleet.ts'
import classes from './hosts.module.css'

const storageKey = 'porthole.folded-hosts'

/** Which hosts are folded, kept in this browser. */
function useFolded(): [ReadonlySet<string>, (host: string) => void] {
  const [folded, setFolded] = useState<ReadonlySet<string>>(
    () => new Set(localStorage.getItem(storageKey)?.split(' ') ?? []),
  )
  const toggle = (host: string) => {
    const next = new Set(folded)
    if (!next.delete(host)) next.add(host)
    localStorage.setItem(storageKey, [...next].join(' '))
    setFolded(next)
  }
  return [folded, toggle]
}

/** Every host with its VMs: the way from anywhere to anywhere. */
export function FleetTree() {
  const { hosts, twins } = useFleet()
  const [folded, toggle] = useFolded()
  return (
    <ul className={classes.tree}>
      {hosts?.map(group => (
        <Branch
          key={group.host.id}
          group={group}
          twins={twins}
          folded={folded.has(group.host.id)}
          onFold={() => toggle(group.host.id)}
        />
      ))}
    </ul>
  )
}

interface BranchProps {
  group: FleetHost
  twins: ReadonlySet<string>
  folded: boolean
  onFold(): void
}

function Branch({ group: { host, vms, on, staleSince }, twins, folded, onFold }: BranchProps) {
  const path = usePathname()
  const atHost = useSearchParams().get('host')
  const stale = staleSince !== null
  return (
    <li>
      <div className={classes.branch} data-stale={stale || undefined}>
        <button
          type="button"
          className={classes.fold}
          aria-expanded={!folded}
          aria-label={texts.frame.foldHost(host.name)}
          onClick={onFold}
        >
          <ChevronIcon size={12} />
        </button>
        <Link href={`/#host-${host.id}`} prefetch={false} data-tip={`${host.name}: ${texts.hosts.states[host.state]}`}>
          <HostIcon />
          <span className={classes.leafName}>{host.name}</span>
          <span className={`figures ${classes.treeCount}`} data-tip={texts.frame.running(on, vms.length)}>
            {on}/{vms.length}
          </span>
        </Link>
      </div>
      {!folded && (
        <ul className={`${classes.tree} ${classes.leaves}`}>
          {vms.map(vm => (
            <li key={vm.id} className={classes.leaf}>
              <Link
                href={vmPath(vm, '', twins)}
                prefetch={false}
                data-stale={stale || undefined}
                aria-current={path.split('/')[2] === vm.id && (!atHost || atHost === vm.host) ? 'page' : undefined}
              >
                <StateIcon state={vm.state} stale={stale} size={14} />
                <span className={classes.leafName} data-cut>
                  {vm.name}
                </span>
                <span className="only-heard">{stale ? texts.vms.states.unknown : texts.vms.states[vm.state]}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}
