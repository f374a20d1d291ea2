import type { Client } from '../api/client.ts'
import { clock, day, timeOfDay } from '../texts/format.ts'
import { timelineTexts } from '../texts/timeline-texts.ts'

export type TimelineEntry = Awaited<ReturnType<Client['audit']['listAudit']>>['entries'][number]

const words = timelineTexts

/** "Stopped: forced off", "Start storage pool: default", "Delete volume: default/old.qcow2". */
export function whatHappened({ action, args }: TimelineEntry): string {
  const name = words.actions[action] ?? action
  const volume = args.volume ?? args.name
  const place = args.pool && (volume ? `${args.pool}/${volume}` : args.pool)
  // A new VM's network is more than a name.
  const network = action === 'createNetwork' ? args.name : typeof args.network === 'string' && args.network
  const by = args.by && words.by[String(args.by)]
  const device = args.device ?? args.target ?? args.mac
  const details = [args.reason, args.what, by, device, place, network].filter(Boolean)
  return details.length === 0 ? name : `${name}: ${details.join(', ')}`
}

export function who({ source, person, action, args }: TimelineEntry): string {
  if (person !== null) return person
  if (source === 'outside') return words.outside
  // Somebody who wants to get in says who they are; nobody has checked it yet.
  if (typeof args.email === 'string') return args.email
  return action.startsWith('server') || ofItself.has(action) ? words.itself : words.stranger
}

const ofItself = new Set(['trimAudit', 'eventsLost', 'databaseRestored', 'alertFired', 'alertEnded'])

/** What stands across the table where nobody watched; null where the row says no such thing. */
export function gapSentence({ action, at, args, objectName }: TimelineEntry): string | null {
  if (typeof args.unseenSince !== 'string') return null
  const oneDay = day(args.unseenSince) === day(at)
  const [from = '', to = ''] = [args.unseenSince, at].map(oneDay ? timeOfDay : clock)
  if (action === 'databaseRestored') return words.restored(from, to)
  if (action === 'eventsLost') return words.lost(Number(args.count), from, to)
  return action === 'hostBack' ? words.hostGap(objectName ?? '', from, to) : words.gap(from, to)
}

/** "not allowed": a code of the contract as a person reads it. */
export const errorWords = (code: string) => code.toLowerCase().replaceAll('_', ' ')
