import type { SavedView } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { own } from './own.ts'

export const listMyViews: Verb<object, { views: SavedView[] }> = async ({ database }, _input, caller) => ({
  views: await database.savedView.findMany({
    where: { userId: own(caller).person },
    select: { id: true, name: true, query: true },
    orderBy: { name: 'asc' },
  }),
})
