import * as z from 'zod/mini'
import { read, write } from './entry.ts'
import { VmKey } from './vm.ts'

const Id = z.string().check(z.minLength(1), z.maxLength(64))

/** A guest's browser that came by a link. */
export const GuestVisit = z.object({
  name: z.string(),
  since: z.iso.datetime(),
  /** The console is open there now. */
  here: z.boolean(),
})
export type GuestVisit = z.infer<typeof GuestVisit>

/** A link to one VM's console for people without an account. */
export const GuestLink = z.object({
  id: Id,
  note: z.string(),
  control: z.boolean(),
  /** The name of whoever made it. */
  madeBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  uses: z.int(),
  mostUses: z.nullable(z.int()),
  /** Who came, the newest first; twenty at most. */
  visits: z.array(GuestVisit),
})
export type GuestLink = z.infer<typeof GuestLink>

const ofVm = { on: 'vm', permission: 'vm.share-console' } as const
const ofGuest = { on: 'installation', permission: 'anyone' } as const
const AtLink = z.object({ link: Id })

export const guests = {
  listGuestLinks: read('listGuestLinks', {
    ...ofVm,
    path: '/vms/{id}/guest-links',
    summary: "The links that let guests to the VM's console now, and who came by them",
    input: VmKey,
    output: z.object({ links: z.array(GuestLink) }),
  }),
  createGuestLink: write('createGuestLink', {
    ...ofVm,
    path: '/vms/{id}/guest-links',
    summary: "Make a link to the VM's console for people without an account; worth no more than what its maker may do",
    rule: null,
    audit: { keeps: ['control', 'minutes', 'uses', 'note'] },
    input: z.extend(VmKey, {
      /** Guests may ask for control and have it; else they watch. */
      control: z._default(z.boolean(), false),
      minutes: z
        .int('Give whole minutes.')
        .check(z.gte(1, 'At least one minute.'), z.lte(7 * 24 * 60, 'A week at most.')),
      /** How many browsers may come by it; null for any number until it expires. */
      uses: z._default(z.nullable(z.int().check(z.gte(1, 'At least one.'), z.lte(1000, 'At most 1000.'))), 1),
      note: z._default(z.string().check(z.trim(), z.maxLength(100, 'At most 100 characters.')), ''),
    }),
    /** The token stands in the link after "#", where no log has it: `/guest#<token>`. */
    output: z.object({ link: Id, token: z.string(), expiresAt: z.iso.datetime() }),
  }),
  revokeGuestLink: write('revokeGuestLink', {
    ...ofVm,
    method: 'DELETE',
    path: '/vms/{id}/guest-links/{link}',
    summary: 'Take a link back: it opens nothing any more, and what its guests have open closes',
    rule: null,
    audit: { keeps: ['link'] },
    input: z.extend(VmKey, { link: Id }),
    output: z.object({}),
  }),
  enterByGuestLink: write('enterByGuestLink', {
    ...ofGuest,
    path: '/guest',
    summary: 'Come as a guest by a link: uses it once, and sets a cookie that opens that one console',
    rule: null,
    audit: { keeps: ['name'], makes: 'vm' },
    input: z.object({
      token: z.string().check(z.maxLength(128)),
      name: z.string().check(z.trim(), z.minLength(1, 'Say who you are.'), z.maxLength(40, 'At most 40 characters.')),
    }),
    /** The VM's UUID and name. */
    output: z.object({ id: z.string(), name: z.string(), link: Id }),
  }),
  getGuestConsole: read('getGuestConsole', {
    ...ofGuest,
    path: '/guest/{link}',
    summary: 'What the cookie of a guest opens, and until when',
    input: AtLink,
    output: z.object({ vm: z.string(), name: z.string(), control: z.boolean(), expiresAt: z.iso.datetime() }),
  }),
  openGuestConsole: read('openGuestConsole', {
    ...ofGuest,
    method: 'POST',
    path: '/guest/{link}/console',
    summary: "Get a single-use ticket, good for 30 s, for the guest's console",
    input: AtLink,
    output: z.object({ ticket: z.string() }),
  }),
}
