import * as z from 'zod/mini'
import { read, write } from './entry.ts'

export const Settings = z.object({
  /** The audit keeps rows for so many days; null for ever. */
  auditDays: z.nullable(
    z.int('Give whole days.').check(z.gte(7, 'Keep it for at least 7 days.'), z.lte(36_500, 'At most 36,500 days.')),
  ),
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
    audit: { keeps: ['auditDays'] },
    input: z.partial(Settings),
    output: Settings,
  }),
}
