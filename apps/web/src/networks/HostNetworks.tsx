'use client'

import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { orpc } from '../api/client.ts'
import { FailureNotice } from '../api/FailureNotice.tsx'
import { useShownHost } from '../hosts/host-context.ts'
import layout from '../pools/storage.module.css'
import { useSlowRead } from '../pools/use-slow-read.ts'
import { useAddress } from '../statistics/use-address.ts'
import { networksTexts as words } from '../texts/networks-texts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { NetworkPart } from './NetworkPart.tsx'
import { modeOf, stateOf } from './network-words.ts'
import classes from './networks.module.css'

const NewNetworkDialog = dynamic(() => import('./NewNetworkDialog.tsx').then(file => file.NewNetworkDialog))

/** The virtual networks of a host, and what there is to know of the one that the address names. */
export function HostNetworks() {
  const { host } = useShownHost()
  const address = useAddress()
  const [making, setMaking] = useState(false)
  const isRead = host.state === 'connected'
  const { data, error } = useQuery(
    orpc.networks.listNetworks.queryOptions({
      input: { host: host.id },
      enabled: isRead,
      refetchInterval: useSlowRead(isRead),
    }),
  )
  const networks = data?.networks
  const shown =
    networks?.find(({ name }) => name === address.get('network')) ??
    networks?.find(({ active }) => active) ??
    networks?.[0]
  if (!isRead && !networks) return <EmptyState title={words.away} />
  const mayMake = host.can.includes('network.manage')
  const make = (
    <Button look="primary" why={mayMake ? null : words.mayNot} onClick={() => setMaking(true)}>
      {words.create}
    </Button>
  )
  return (
    <div className={layout.storage}>
      {error && <FailureNotice error={error} />}
      {networks?.length === 0 &&
        (mayMake ? (
          <EmptyState title={words.none} actions={make}>
            <p>{words.noneHint}</p>
          </EmptyState>
        ) : (
          <EmptyState title={words.noneSeen} />
        ))}
      {networks && shown && (
        <>
          <div className={classes.lead}>
            <p>{words.lead}</p>
            {make}
          </div>
          <div className={layout.halves}>
            <nav className={layout.pools} aria-label={words.networks}>
              {networks.map(network => (
                <button
                  key={network.name}
                  type="button"
                  className={layout.pool}
                  aria-current={network === shown || undefined}
                  onClick={() => address.set('network', network.name)}
                >
                  <strong>{network.name}</strong>
                  <span className={layout.quiet}>{stateOf(network)}</span>
                  <span className={classes.under}>
                    {[modeOf(network), network.subnets[0]?.subnet].filter(Boolean).join(' · ')}
                  </span>
                </button>
              ))}
            </nav>
            <NetworkPart key={shown.name} listed={shown} live={isRead} />
          </div>
        </>
      )}
      {making && (
        <NewNetworkDialog
          networks={networks ?? []}
          onMade={name => address.set('network', name)}
          onClose={() => setMaking(false)}
        />
      )}
    </div>
  )
}
