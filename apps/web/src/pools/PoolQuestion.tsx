import type { Pool } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { Confirm } from '../access/Confirm.tsx'
import { orpc } from '../api/client.ts'
import { poolTexts as words } from '../texts/pool-texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import classes from './storage.module.css'
import { useStorageAct } from './use-storage-act.ts'

interface PoolQuestionProps {
  host: string
  pool: Pool
  act: 'stop' | 'delete'
  onClose(): void
}

/** Before a pool is stopped or forgotten: what stays, and whose disks lie in it. */
export function PoolQuestion({ host, pool: { name, path }, act, onClose }: PoolQuestionProps) {
  const announce = useAnnounce()
  const input = { host, pool: name }
  const users = useQuery(orpc.pools.listPoolUsers.queryOptions({ input, staleTime: 0 }))
  const question = words.questions[act]
  const { isPending, error, mutate } = useStorageAct(
    act === 'stop' ? orpc.pools.stopPool.mutationOptions() : orpc.pools.deletePool.mutationOptions(),
    {
      done() {
        announce(question.done(name))
        onClose()
      },
    },
  )
  return (
    <Confirm
      title={question.title(name)}
      what={question.what(path)}
      confirm={question.confirm}
      busy={isPending || users.isPending}
      error={error ?? users.error}
      onCancel={onClose}
      onConfirm={() => mutate(input)}
    >
      {users.data && <Users {...users.data} />}
    </Confirm>
  )
}

const mostNamed = 20

function Users({ vms, others }: { vms: readonly { name: string; active: boolean }[]; others: number }) {
  const more = others + Math.max(0, vms.length - mostNamed)
  if (vms.length + others === 0) return <p>{words.noUsers}</p>
  return (
    <div>
      {words.users}
      <ul className={classes.users}>
        {vms.slice(0, mostNamed).map(({ name, active }) => (
          <li key={name}>{active ? words.running(name) : name}</li>
        ))}
        {more > 0 && <li>{words.otherUsers(more)}</li>}
      </ul>
    </div>
  )
}
