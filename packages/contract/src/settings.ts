import * as z from 'zod/mini'
import { read, write } from './entry.ts'
import { roleNames } from './permissions.ts'

export const Settings = z.object({
  /** The audit keeps rows for so many days; null for ever. */
  auditDays: z.nullable(
    z.int('Give whole days.').check(z.gte(7, 'Keep it for at least 7 days.'), z.lte(36_500, 'At most 36,500 days.')),
  ),
  /** Whoever has one of these roles everywhere is recorded at each console. */
  recordRoles: z.array(z.enum(roleNames)),
  /** Recordings keep the keys too, for those who may read keys. */
  recordKeys: z.boolean(),
  /** Recordings are kept for so many days; null for as long as there is room. */
  recordingDays: z.nullable(
    z.int('Give whole days.').check(z.gte(1, 'Keep them for at least a day.'), z.lte(36_500, 'At most 36,500 days.')),
  ),
  /** What all recordings together may take on the server's disk: then the oldest go. */
  recordingGiB: z
    .int('Give whole GiB.')
    .check(z.gte(1, 'Give them at least 1 GiB.'), z.lte(100_000, 'At most 100,000 GiB.')),
})
export type Settings = z.infer<typeof Settings>

/** What holds for the whole installation. */
export const settings = {
  getSettings: read('getSettings', {
    path: '/settings',
    summary: 'What holds for the whole installation',
    on: 'installation',
    permission: 'user.manage',
    input: z.object({}),
    output: Settings,
  }),
  changeSettings: write('changeSettings', {
    method: 'PUT',
    path: '/settings',
    summary: 'Change what holds for the whole installation; what is not given stays',
    on: 'installation',
    permission: 'user.manage',
    rule: null,
    audit: { keeps: ['auditDays', 'recordRoles', 'recordKeys', 'recordingDays', 'recordingGiB'] },
    input: z.partial(Settings),
    output: Settings,
  }),
}
