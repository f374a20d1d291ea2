import * as z from 'zod/mini'
import { read, write } from './entry.ts'
import { MyPasskey, NewPasskeyProof, PasskeyQuestion } from './passkeys.ts'
import { permissions } from './permissions.ts'
import { Code, NewPassword, PersonName } from './session.ts'

const Id = z.string().check(z.minLength(1), z.maxLength(64))

export const MySession = z.object({
  id: Id,
  /** The one that asks. */
  current: z.boolean(),
  /** The address that it was opened from. */
  from: z.nullable(z.string()),
  /** What the browser called itself. */
  browser: z.nullable(z.string()),
  since: z.iso.datetime(),
  /** Ends by itself then, unless it is used. */
  expiresAt: z.iso.datetime(),
})
export type MySession = z.infer<typeof MySession>

export const MyToken = z.object({
  id: Id,
  name: z.string(),
  permissions: z.array(z.enum(permissions)),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  lastUsedAt: z.nullable(z.iso.datetime()),
})
export type MyToken = z.infer<typeof MyToken>

/** What the fleet shows, in what order and shape: the query of its address, under a name. */
export const SavedView = z.object({
  id: Id,
  name: z.string(),
  /** Begins with "?", or is empty: the fleet as it comes. */
  query: z.string(),
})
export type SavedView = z.infer<typeof SavedView>

const nothing = z.object({})
const OwnPassword = z.string().check(z.minLength(1, 'Give your password.'), z.maxLength(128))
const mine = { on: 'installation', permission: 'session' } as const

/** What everybody has: a password, passkeys, sessions and tokens. A token reaches none of it. */
export const account = {
  listMySessions: read('listMySessions', {
    ...mine,
    path: '/account/sessions',
    summary: 'Where you are signed in',
    input: nothing,
    output: z.object({ sessions: z.array(MySession) }),
  }),
  endMySession: write('endMySession', {
    ...mine,
    method: 'DELETE',
    path: '/account/sessions/{id}',
    summary: 'End one of your sessions, with its event sockets and consoles',
    rule: null,
    audit: { keeps: ['id'] },
    input: z.object({ id: Id }),
    output: nothing,
  }),
  changeMyPassword: write('changeMyPassword', {
    ...mine,
    method: 'PUT',
    path: '/account/password',
    summary: 'Change your password; your other sessions end',
    rule: null,
    audit: { keeps: [] },
    input: z.object({
      current: z.string().check(z.minLength(1, 'Give your password as it is now.'), z.maxLength(128)),
      password: NewPassword,
    }),
    output: nothing,
  }),
  getMyTwoFactor: read('getMyTwoFactor', {
    ...mine,
    path: '/account/two-factor',
    summary: 'Whether a code is asked for beside your password',
    input: nothing,
    output: z.object({ enabled: z.boolean() }),
  }),
  beginMyTwoFactor: write('beginMyTwoFactor', {
    ...mine,
    path: '/account/two-factor',
    summary: 'Make a secret for an app, and recovery codes; they are shown this once and count once confirmed',
    rule: null,
    audit: { keeps: [] },
    input: z.object({ password: OwnPassword }),
    output: z.object({ uri: z.string(), recoveryCodes: z.array(z.string()) }),
  }),
  confirmMyTwoFactor: write('confirmMyTwoFactor', {
    ...mine,
    path: '/account/two-factor/confirmation',
    summary: 'Show by a first code that the app has the secret: from now on it is asked for',
    rule: null,
    audit: { keeps: [] },
    input: z.object({ code: Code }),
    output: nothing,
  }),
  endMyTwoFactor: write('endMyTwoFactor', {
    ...mine,
    method: 'DELETE',
    path: '/account/two-factor',
    summary: 'Ask for no code any more',
    rule: null,
    audit: { keeps: [] },
    input: z.object({ password: OwnPassword }),
    output: nothing,
  }),
  renewMyRecoveryCodes: write('renewMyRecoveryCodes', {
    ...mine,
    path: '/account/two-factor/recovery-codes',
    summary: 'New recovery codes; the old ones open nothing any more',
    rule: null,
    audit: { keeps: [] },
    input: z.object({ password: OwnPassword }),
    output: z.object({ recoveryCodes: z.array(z.string()) }),
  }),
  listMyPasskeys: read('listMyPasskeys', {
    ...mine,
    path: '/account/passkeys',
    summary: 'What you can sign in by instead of your password',
    input: nothing,
    output: z.object({
      passkeys: z.array(MyPasskey),
      /** Browsers make passkeys for this address: it has a name, and is https or this machine. */
      possible: z.boolean(),
      /** Without one here the provider says who gets in, and nothing stands in for it. */
      hasPassword: z.boolean(),
    }),
  }),
  beginMyPasskey: write('beginMyPasskey', {
    ...mine,
    path: '/account/passkeys/question',
    summary: 'What to ask the browser for, to make a passkey',
    rule: null,
    audit: { keeps: [] },
    input: z.object({ password: OwnPassword }),
    output: PasskeyQuestion,
  }),
  addMyPasskey: write('addMyPasskey', {
    ...mine,
    path: '/account/passkeys',
    summary: 'Sign in by this passkey from now on, too',
    rule: null,
    audit: { keeps: ['name'] },
    input: z.object({ name: PersonName, proof: NewPasskeyProof }),
    output: z.object({ id: Id }),
  }),
  renameMyPasskey: write('renameMyPasskey', {
    ...mine,
    method: 'PUT',
    path: '/account/passkeys/{id}',
    summary: 'Call a passkey something else',
    rule: null,
    audit: { keeps: ['id', 'name'] },
    input: z.object({ id: Id, name: PersonName }),
    output: nothing,
  }),
  removeMyPasskey: write('removeMyPasskey', {
    ...mine,
    method: 'DELETE',
    path: '/account/passkeys/{id}',
    summary: 'Let nobody in by this passkey any more',
    rule: null,
    audit: { keeps: ['id'] },
    input: z.object({ id: Id, password: OwnPassword }),
    output: nothing,
  }),
  listMyTokens: read('listMyTokens', {
    ...mine,
    path: '/account/tokens',
    summary: 'What you let programs do in your name',
    input: nothing,
    output: z.object({ tokens: z.array(MyToken) }),
  }),
  createMyToken: write('createMyToken', {
    ...mine,
    path: '/account/tokens',
    summary: 'Let a program do some of what you may do, until a day; the token is shown this once',
    rule: null,
    audit: { keeps: ['name', 'permissions', 'days'] },
    input: z.object({
      name: PersonName,
      permissions: z.array(z.enum(permissions)).check(z.minLength(1, 'Choose at least one permission.')),
      days: z.int('Give whole days.').check(z.gte(1, 'At least one day.'), z.lte(366, 'At most 366 days.')),
    }),
    output: z.object({ id: Id, token: z.string() }),
  }),
  revokeMyToken: write('revokeMyToken', {
    ...mine,
    method: 'DELETE',
    path: '/account/tokens/{id}',
    summary: 'Take a token back: it opens nothing any more',
    rule: null,
    audit: { keeps: ['id'] },
    input: z.object({ id: Id }),
    output: nothing,
  }),
  listMyViews: read('listMyViews', {
    ...mine,
    path: '/account/views',
    summary: 'The views of the fleet that you saved',
    input: nothing,
    output: z.object({ views: z.array(SavedView) }),
  }),
  saveMyView: write('saveMyView', {
    ...mine,
    method: 'PUT',
    path: '/account/views',
    summary: 'Save a view of the fleet under a name; one of the same name is replaced',
    rule: null,
    audit: { keeps: ['name', 'query'] },
    input: z.object({
      name: PersonName,
      query: z.string().check(z.maxLength(2000, 'This view is too long to be saved.'), z.regex(/^($|\?)/)),
    }),
    output: z.object({ id: Id }),
  }),
  removeMyView: write('removeMyView', {
    ...mine,
    method: 'DELETE',
    path: '/account/views/{id}',
    summary: 'Forget a saved view',
    rule: null,
    audit: { keeps: ['id'] },
    input: z.object({ id: Id }),
    output: nothing,
  }),
}
