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
})
export type PersonInfo = z.infer<typeof PersonInfo>

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
    audit: { keeps: ['name', 'email', 'role'] },
    input: z.object({ name: PersonName, email: Email, password: NewPassword, role: z.enum(roleNames) }),
    output: z.object({ id: Id }),
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
