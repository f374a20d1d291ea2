'use client'

import '@mantine/core/styles/NumberInput.css'
import '@mantine/core/styles/Combobox.css'
import type { Pool } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { AlertMark } from '../alerts/AlertMark.tsx'
import { poolMark } from '../alerts/alert-marks.ts'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { useShownHost } from '../hosts/host-context.ts'
import { useAddress } from '../statistics/use-address.ts'
import { sizeOfBytes } from '../texts/format.ts'
import { poolTexts } from '../texts/pool-texts.ts'
import { storageTexts as words } from '../texts/storage-texts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Notice } from '../ui/Notice.tsx'
import { NoPool } from './NoPool.tsx'
import { PoolVolumes } from './PoolVolumes.tsx'
import classes from './storage.module.css'
import { useSlowRead } from './use-slow-read.ts'

const NewPoolDialog = dynamic(() => import('./NewPoolDialog.tsx').then(file => file.NewPoolDialog))

/** The pools of a host, and what is in the one that the address names. */
export function HostStorage() {
  const { host } = useShownHost()
  const address = useAddress()
  const isRead = host.state === 'connected'
  const [making, setMaking] = useState(false)
  const { data, error } = useQuery(
    orpc.pools.listPools.queryOptions({
      input: { host: host.id },
      enabled: isRead,
      refetchInterval: useSlowRead(isRead),
    }),
  )
  const pools = data?.pools
  const shown =
    pools?.find(({ name }) => name === address.get('pool')) ?? pools?.find(({ active }) => active) ?? pools?.[0]
  const mayMake = host.can.includes('storage.manage')
  const newPool = mayMake && (
    <Button why={isRead ? null : words.away} onClick={() => setMaking(true)}>
      {poolTexts.newPool}
    </Button>
  )
  if (!isRead && !pools) return <EmptyState title={words.away} />
  return (
    <div className={classes.storage}>
      {error && (
        <Notice tone="error" alert>
          {failureOf(error).sentence}
        </Notice>
      )}
      {pools?.length === 0 && (
        <>
          {mayMake ? <NoPool host={host.id} /> : <EmptyState title={words.noPools} />}
          <div>{newPool}</div>
        </>
      )}
      {shown && (
        <div className={classes.halves}>
          <nav className={classes.pools} aria-label={words.pools}>
            {pools?.map(pool => (
              <PoolButton
                key={pool.name}
                host={host.id}
                pool={pool}
                current={pool === shown}
                onChoose={() => address.set('pool', pool.name)}
              />
            ))}
            {newPool}
          </nav>
          <PoolVolumes key={shown.name} host={host.id} pool={shown} live={isRead} />
        </div>
      )}
      {making && (
        <NewPoolDialog
          host={host.id}
          mayAnywhere={host.can.includes('host.manage')}
          onMade={pool => address.set('pool', pool)}
          onClose={() => setMaking(false)}
        />
      )}
    </div>
  )
}

interface PoolButtonProps {
  host: string
  pool: Pool
  current: boolean
  onChoose(): void
}

function PoolButton({ host, pool, current, onChoose }: PoolButtonProps) {
  const { name, active, capacity, available } = pool
  return (
    <button type="button" className={classes.pool} aria-current={current || undefined} onClick={onChoose}>
      <strong>
        {name}
        <AlertMark of={poolMark(host, name)} />
      </strong>
      <span className={classes.quiet}>{active ? words.free(sizeOfBytes(available)) : words.inactive}</span>
      {active && capacity > 0 && (
        <meter
          className={classes.meter}
          aria-label={words.used(sizeOfBytes(capacity - available), sizeOfBytes(capacity))}
          value={capacity - available}
          max={capacity}
          high={capacity * 0.9}
          optimum={0}
        />
      )}
    </button>
  )
}
