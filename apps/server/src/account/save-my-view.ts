import { randomUUID } from 'node:crypto'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { own } from './own.ts'

const most = 100

export const saveMyView: Verb<{ name: string; query: string }, { id: string }> = async (
  { database },
  { name, query },
  caller,
) => {
  const { person: userId } = own(caller)
  const others = await database.savedView.count({ where: { userId, NOT: { name } } })
  if (others >= most)
    throw new Fault('TOO_MANY', `You have ${most} saved views, the most there can be: remove one first.`)
  return database.savedView.upsert({
    where: { userId_name: { userId, name } },
    create: { id: randomUUID(), userId, name, query },
    update: { query },
    select: { id: true },
  })
}
