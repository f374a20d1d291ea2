import * as z from 'zod/mini'
import { read, write } from './entry.ts'
import { roleNames } from './permissions.ts'

const text = (most: number, missing: string) => z.string().check(z.trim(), z.minLength(1, missing), z.maxLength(most))

/** What being in one of the provider's groups gives here. */
export const SignOnRight = z.object({
  /** One value of the claim. */
  value: text(256, 'Give the group’s name as the provider says it.'),
  gives: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('role'), role: z.enum(roleNames) }),
    z.object({ kind: z.literal('group'), group: z.string().check(z.minLength(1), z.maxLength(64)) }),
  ]),
})
export type SignOnRight = z.infer<typeof SignOnRight>

/** A provider of OpenID Connect whose people can sign in here. */
export const SignOn = z.object({
  /** What the button on the sign-in page calls it. */
  label: text(64, 'Give it a name that people know it by.'),
  /** Where its description is found, under /.well-known/openid-configuration. */
  issuer: text(512, 'Give the issuer’s address.').check(
    z.regex(
      /^(https:\/\/[^\s?#@]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/[^\s?#]*)?)$/,
      'Give the issuer’s address, such as https://id.example.org, without a query; http is for this machine alone.',
    ),
  ),
  clientId: text(256, 'Give the client id that the provider knows Porthole by.'),
  /** The claim that names a person's groups: "groups", or "realm_access.roles" for one within another. */
  claim: text(128, 'Give the claim that names groups, such as groups.'),
  /** People whom nobody added get in, too. */
  signUp: z.boolean(),
  rights: z.array(SignOnRight).check(z.maxLength(200)),
})
export type SignOn = z.infer<typeof SignOn>

const manages = { on: 'installation', permission: 'user.manage', path: '/settings/sign-on' } as const

/** How people sign in by a provider that knows them already. */
export const signOn = {
  getSignOn: read('getSignOn', {
    ...manages,
    summary: 'The provider of OpenID Connect that people can sign in by; its secret is never shown',
    input: z.object({}),
    output: z.object({
      signOn: z.nullable(SignOn),
      /** The address that the provider must send people back to; null as long as Porthole does not know its own. */
      returnTo: z.nullable(z.string()),
    }),
  }),
  changeSignOn: write('changeSignOn', {
    ...manages,
    method: 'PUT',
    summary: 'Let people sign in by a provider of OpenID Connect; the provider is asked whether it is the one',
    rule: null,
    audit: { keeps: ['label', 'issuer', 'clientId', 'claim', 'signUp', 'rights'] },
    input: z.extend(SignOn, {
      /** Left out, the one that is known for the same issuer and client stays. */
      secret: z.optional(z.string().check(z.minLength(1, 'Give the secret.'), z.maxLength(512))),
    }),
    output: z.object({}),
  }),
  removeSignOn: write('removeSignOn', {
    ...manages,
    method: 'DELETE',
    summary: 'Let nobody sign in by the provider any more; who has no password can not get in then',
    rule: null,
    audit: { keeps: [] },
    input: z.object({}),
    output: z.object({}),
  }),
}
