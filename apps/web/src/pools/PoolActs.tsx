import type { Pool } from '@porthole/contract'
import dynamic from 'next/dynamic'
import { type ReactNode, useState } from 'react'
import { orpc } from '../api/client.ts'
import { failureOf, unsaid } from '../api/failure.ts'
import { poolTexts as words } from '../texts/pool-texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { MoreIcon } from '../ui/icons.tsx'
import { MenuButton } from '../ui/MenuButton.tsx'
import { Notice } from '../ui/Notice.tsx'
import type { PoolEntry } from './pool-acts.ts'
import { poolEntries } from './pool-acts.ts'
import classes from './storage.module.css'
import { useStorageAct } from './use-storage-act.ts'

const PoolQuestion = dynamic(() => import('./PoolQuestion.tsx').then(file => file.PoolQuestion))

interface PoolActsProps {
  host: string
  pool: Pool
  mayNot: string | null
  /** What else there is to press. */
  children: ReactNode
}

/** What one can do with a pool itself; and what came of it, where it failed. */
export function PoolActs({ host, pool, mayNot, children }: PoolActsProps) {
  const { name, active, autostart } = pool
  const announce = useAnnounce()
  const [asking, setAsking] = useState<'stop' | 'delete' | null>(null)
  const done = (sentence: string) => ({ done: () => announce(sentence) })
  const start = useStorageAct(orpc.pools.startPool.mutationOptions(), done(words.started(name)))
  const refresh = useStorageAct(orpc.pools.refreshPool.mutationOptions(), done(words.refreshed(name)))
  const set = useStorageAct(
    orpc.pools.setPoolAutostart.mutationOptions(),
    done(autostart ? words.startsNot(name) : words.starts(name)),
  )
  const all = [start, refresh, set]
  const input = { host, pool: name }
  const choose = (act: PoolEntry) => {
    for (const one of all) one.reset()
    if (act === 'start') start.mutate(input)
    else if (act === 'refresh') refresh.mutate(input)
    else if (act === 'autostart') set.mutate({ ...input, autostart: !autostart })
    else setAsking(act)
  }
  const error = all.find(({ error }) => error)?.error
  const failure = error && failureOf(error)
  return (
    <>
      <div className={classes.acts}>
        {active ? (
          children
        ) : (
          <Button look="primary" why={mayNot} busy={start.isPending} onClick={() => choose('start')}>
            {words.start}
          </Button>
        )}
        <MenuButton label={words.more(name)} entries={() => poolEntries(pool, mayNot, choose)}>
          {button => (
            <IconButton label={words.more(name)} framed {...button}>
              <MoreIcon />
            </IconButton>
          )}
        </MenuButton>
      </div>
      {failure && (
        <div className={classes.failed}>
          <Notice tone="error" alert>
            {failure.sentence}
            {unsaid(failure) && <div className="exact">{unsaid(failure)}</div>}
          </Notice>
        </div>
      )}
      {asking && <PoolQuestion host={host} pool={pool} act={asking} onClose={() => setAsking(null)} />}
    </>
  )
}
