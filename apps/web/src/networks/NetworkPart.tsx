import { type Network, networkRules } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { orpc } from '../api/client.ts'
import { FailureNotice } from '../api/FailureNotice.tsx'
import { useShownHost } from '../hosts/host-context.ts'
import layout from '../pools/storage.module.css'
import { useSlowRead } from '../pools/use-slow-read.ts'
import { networksTexts as words } from '../texts/networks-texts.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { MoreIcon } from '../ui/icons.tsx'
import { MenuButton } from '../ui/MenuButton.tsx'
import { DeleteNetwork } from './DeleteNetwork.tsx'
import { LeaseTable } from './LeaseTable.tsx'
import { NetworkVms } from './NetworkVms.tsx'
import { modeOf, stateOf } from './network-words.ts'
import classes from './networks.module.css'
import { StopNetwork } from './StopNetwork.tsx'
import { Subnets } from './Subnets.tsx'
import { useNetworkAct } from './use-network-act.ts'

/** No event tells of a lease. */
const leasesMs = 5_000

/** One network: what it is, who has which address on it, and which VMs are on it. */
export function NetworkPart({ listed, live }: { listed: Network; live: boolean }) {
  const { host } = useShownHost()
  const key = { host: host.id, network: listed.name }
  const { data, error, refetch } = useQuery(
    orpc.networks.getNetwork.queryOptions({
      input: key,
      enabled: live,
      refetchInterval: useSlowRead(live, leasesMs),
    }),
  )
  useRereadWithVms(listed.name, () => refetch({ cancelRefetch: false }))
  const network = data ?? listed
  const { name, active, autostart, canManage } = network
  const [asking, setAsking] = useState<'stop' | 'delete' | null>(null)
  const start = useNetworkAct(orpc.networks.startNetwork.mutationOptions(), { done: () => words.started(name) })
  const set = useNetworkAct(orpc.networks.setNetworkAutostart.mutationOptions(), {
    done: ({ autostart }) => words.autostartSet(name, autostart),
  })
  const mayNot = canManage ? null : words.mayNot
  const close = () => setAsking(null)
  const entries = () => [
    {
      key: 'autostart',
      label: autostart ? words.noAutostart : words.autostart,
      why: mayNot ?? networkRules.setNetworkAutostart(network),
      choose: () => set.mutate({ ...key, autostart: !autostart }),
    },
    {
      ...{ key: 'delete', label: words.remove, apart: true, danger: true },
      why: mayNot ?? networkRules.deleteNetwork(network),
      choose: () => setAsking('delete'),
    },
  ]
  return (
    <section className={layout.chosen} aria-label={name}>
      <div className={classes.head}>
        <h2>{name}</h2>
        <div className={classes.acts}>
          {active ? (
            <Button why={mayNot} onClick={() => setAsking('stop')}>
              {words.stop}
            </Button>
          ) : (
            <Button why={mayNot} busy={start.isPending} onClick={() => start.mutate(key)}>
              {words.start}
            </Button>
          )}
          <MenuButton label={words.more(name)} entries={entries}>
            {button => (
              <IconButton label={words.more(name)} framed {...button}>
                <MoreIcon />
              </IconButton>
            )}
          </MenuButton>
        </div>
      </div>
      {[error, start.error, set.error].map(failed => failed && <FailureNotice key={failed.message} error={failed} />)}
      <Facts network={network} />
      <Subnets network={network} leases={data?.leases ?? []} />
      {data && (
        <>
          <LeaseTable network={data} />
          <NetworkVms network={data} />
        </>
      )}
      {data && asking === 'stop' && <StopNetwork network={data} onClose={close} />}
      {data && asking === 'delete' && <DeleteNetwork network={data} onClose={close} />}
    </section>
  )
}

/** Events tell of VMs: one that is given an interface here, or starts, is shown at once. */
function useRereadWithVms(network: string, read: () => unknown): void {
  const { vms } = useShownHost()
  const on = vms.filter(({ networks }) => networks.includes(`network ${network}`))
  const told = on.map(({ id, active }) => `${id} ${active}`).join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: which are on it is when to read again
  useEffect(() => void read(), [told])
}

function Facts({ network }: { network: Network }) {
  const { facts } = words
  const { active, persistent, autostart, bridge, device, domain } = network
  const told = [
    [facts.state, active && !persistent ? words.transient : stateOf(network)],
    [facts.autostart, persistent ? (autostart ? words.yes : words.no) : null],
    [facts.mode, modeOf(network)],
    [facts.bridge, bridge],
    [facts.device, device],
    [facts.domain, domain],
  ]
  return (
    <dl className={layout.facts}>
      {told.map(
        ([what, fact]) =>
          fact && (
            <div key={what}>
              <dt>{what}</dt>
              <dd>{fact}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
