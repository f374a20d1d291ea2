import * as z from 'zod/mini'
import { read, write } from './entry.ts'
import { roleNames } from './permissions.ts'
import { Email, NewPassword, PersonName } from './session.ts'

const Id = z.string().check(z.minLength(1), z.maxLength(64))

/** One of the people, as those see them who manage people. */
export const PersonInfo = z.object({
  id: Id,
  name: z.string(),
  email: z.string(),
  /** What they are everywhere. */
  role: z.string(),
  /** A code is asked for beside their password. */
  twoFactor: z.boolean(),
  passkeys: z.int(),
})
export type PersonInfo = z.infer<typeof PersonInfo>

export const Invitation = z.object({
  id: Id,
  email: z.string(),
  role: z.string(),
  invitedBy: z.string(),
  expiresAt: z.iso.datetime(),
})
export type Invitation = z.infer<typeof Invitation>

const manages = { on: 'installation', permission: 'user.manage' } as const

export const people = {
  listPeople: read('listPeople', {
    ...manages,
    path: '/people',
    summary: 'Everybody who can sign in, with the role that they have everywhere',
    input: z.object({}),
    output: z.object({ people: z.array(PersonInfo) }),
  }),
  createPerson: write('createPerson', {
    ...manages,
    path: '/people',
    summary: 'Let somebody sign in with a password that you give them',
    rule: null,
    audit: { keeps: ['name', 'email', 'role'], makes: 'person' },
    input: z.object({ name: PersonName, email: Email, password: NewPassword, role: z.enum(roleNames) }),
    output: z.object({ id: Id }),
  }),
  listInvitations: read('listInvitations', {
    ...manages,
    path: '/invitations',
    summary: 'Who was invited and has not come yet',
    input: z.object({}),
    output: z.object({ invitations: z.array(Invitation) }),
  }),
  createInvitation: write('createInvitation', {
    ...manages,
    path: '/invitations',
    summary:
      'Make a link by which somebody can become a person here, once; an earlier one to them opens nothing any more',
    rule: null,
    audit: { keeps: ['email', 'role', 'days'] },
    input: z.object({
      email: Email,
      role: z.enum(roleNames),
      days: z._default(
        z.int('Give whole days.').check(z.gte(1, 'At least one day.'), z.lte(30, 'At most 30 days.')),
        7,
      ),
    }),
    /** The token stands in the link after "#", where no log has it: `/invitation#<token>`. */
    output: z.object({ id: Id, token: z.string(), expiresAt: z.iso.datetime() }),
  }),
  revokeInvitation: write('revokeInvitation', {
    ...manages,
    method: 'DELETE',
    path: '/invitations/{id}',
    summary: 'Take an invitation back: its link opens nothing any more',
    rule: null,
    audit: { keeps: ['id'] },
    input: z.object({ id: Id }),
    output: z.object({}),
  }),
  changePersonRole: write('changePersonRole', {
    ...manages,
    method: 'PUT',
    path: '/people/{id}/role',
    summary: 'Say what somebody is everywhere; "none" leaves it to grants',
    rule: null,
    audit: { keeps: ['id', 'role'] },
    input: z.object({ id: Id, role: z.enum(roleNames) }),
    output: z.object({}),
  }),
  removeTwoFactor: write('removeTwoFactor', {
    ...manages,
    method: 'DELETE',
    path: '/people/{id}/two-factor',
    summary: 'Let somebody in by the password alone, because they lost what they have beside it: the app, passkeys',
    rule: null,
    audit: { keeps: ['id'] },
    input: z.object({ id: Id }),
    output: z.object({}),
  }),
  removePerson: write('removePerson', {
    ...manages,
    method: 'DELETE',
    path: '/people/{id}',
    summary: 'Let somebody in no more: their sessions and consoles end at once, and their grants go',
    rule: null,
    audit: { keeps: ['id'] },
    input: z.object({ id: Id }),
    output: z.object({}),
  }),
}
