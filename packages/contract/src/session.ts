import * as z from 'zod/mini'
import { read, write } from './entry.ts'
import { PasskeyProof, PasskeyQuestion } from './passkeys.ts'
import { permissions, roleNames } from './permissions.ts'

export const Person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  /** What they are everywhere. */
  role: z.enum(roleNames),
  /** What they may do on at least one object. */
  can: z.array(z.enum(permissions)),
})
export type Person = z.infer<typeof Person>

export const Email = z.email('Give an e-mail address, such as ann@example.org.').check(z.maxLength(254))

export const PersonName = z.string().check(z.trim(), z.minLength(1, 'Give a name.'), z.maxLength(100))
export const NewPassword = z
  .string()
  .check(z.minLength(12, 'A password has at least 12 characters.'), z.maxLength(128, 'At most 128 characters.'))

/** Six digits of an app, or a recovery code; spaces that a person puts between digits do not count. */
export const Code = z.string().check(
  z.overwrite(text => text.replace(/\s/g, '')),
  z.minLength(1, 'Give the code.'),
  z.maxLength(32),
)

export const session = {
  getSession: read('getSession', {
    path: '/session',
    summary: 'Who is signed in here, and whether the installation still needs its first administrator',
    on: 'installation',
    permission: 'anyone',
    input: z.object({}),
    output: z.object({
      person: z.nullable(Person),
      needsSetup: z.boolean(),
      /** The provider that people can sign in by, for whoever is not signed in. */
      signOn: z.nullable(z.object({ label: z.string() })),
      /** Whether somebody who is not signed in can do so by a passkey. */
      passkeys: z.boolean(),
      version: z.string(),
    }),
  }),
  setUp: write('setUp', {
    path: '/setup',
    summary: 'Make the first administrator with the one-time link that the server printed, and sign in',
    on: 'installation',
    permission: 'anyone',
    rule: null,
    audit: { keeps: ['name', 'email'], account: true },
    input: z.object({
      token: z.string().check(z.maxLength(128)),
      name: PersonName,
      email: Email,
      password: NewPassword,
    }),
    output: z.object({}),
  }),
  acceptInvitation: write('acceptInvitation', {
    path: '/invitation',
    summary: 'Become a person by the link of an invitation, and sign in',
    on: 'installation',
    permission: 'anyone',
    rule: null,
    audit: { keeps: ['name'], makes: 'person' },
    input: z.object({ token: z.string().check(z.maxLength(128)), name: PersonName, password: NewPassword }),
    output: z.object({ id: z.string() }),
  }),
  signIn: write('signIn', {
    path: '/session',
    summary: 'Sign in',
    on: 'installation',
    permission: 'anyone',
    rule: null,
    audit: { keeps: ['email'], account: true },
    input: z.object({
      email: Email,
      password: z.string().check(z.minLength(1, 'Give your password.'), z.maxLength(128)),
      /** Of an app, or a recovery code; where it is needed, the answer without it is CODE_NEEDED. */
      code: z.optional(Code),
      /** In place of the code. */
      passkey: z.optional(PasskeyProof),
    }),
    output: z.object({}),
  }),
  beginPasskey: read('beginPasskey', {
    method: 'POST',
    path: '/session/passkey',
    summary: 'What to ask the browser for, to sign in by a passkey',
    on: 'installation',
    permission: 'anyone',
    input: z.object({}),
    output: PasskeyQuestion,
  }),
  signInByPasskey: write('signInByPasskey', {
    method: 'PUT',
    path: '/session/passkey',
    summary: 'Sign in by a passkey that has checked that it is you, which stands for password and code',
    on: 'installation',
    permission: 'anyone',
    rule: null,
    audit: { keeps: [], makes: 'person' },
    input: z.object({ proof: PasskeyProof }),
    output: z.object({ id: z.string(), name: z.string() }),
  }),
  beginSignOn: read('beginSignOn', {
    method: 'POST',
    path: '/session/sign-on',
    summary: 'Where to send a browser that wants to sign in by the provider',
    on: 'installation',
    permission: 'anyone',
    input: z.object({}),
    output: z.object({ url: z.string() }),
  }),
  finishSignOn: write('finishSignOn', {
    method: 'PUT',
    path: '/session/sign-on',
    summary: 'Sign in with what the provider sent the browser back with',
    on: 'installation',
    permission: 'anyone',
    rule: null,
    audit: { keeps: [], makes: 'person' },
    input: z.object({
      state: z.string().check(z.maxLength(256)),
      code: z.optional(z.string().check(z.maxLength(4096))),
      error: z.optional(z.string().check(z.maxLength(256))),
      /** The provider's own name, which must be the one that was asked. */
      iss: z.optional(z.string().check(z.maxLength(512))),
    }),
    output: z.object({ id: z.string(), name: z.string() }),
  }),
  signOut: write('signOut', {
    method: 'DELETE',
    path: '/session',
    summary: 'Sign out: ends this session, its event socket and its consoles',
    on: 'installation',
    permission: 'session',
    rule: null,
    audit: { keeps: [] },
    input: z.object({}),
    output: z.object({}),
  }),
}
