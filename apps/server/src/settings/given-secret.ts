import type { AlertEmail, AlertWebhook } from '@porthole/contract'
import type { Core } from '../core.ts'
import { Fault } from '../fault.ts'

/**
 * The password to log in to a mail server with: the one given, or the one that is kept. It goes to the server that it
 * was given for, the way that it was given for, and to no other that somebody sets later.
 * @throws {Fault} BAD_INPUT where there is none
 */
export async function passwordFor(core: Core, email: AlertEmail, given: string | undefined): Promise<string | null> {
  if (email.user === '') return null
  if (given !== undefined) return given
  const { email: known } = await core.channels.read()
  const same = (['host', 'port', 'security', 'user'] as const).every(field => known?.[field] === email[field])
  if (same && known?.password) return known.password
  throw missing('password', 'Give the password that the mail server has for this user.')
}

/** The same of the secret that messages to an address are signed with. */
export async function secretFor(core: Core, { url }: AlertWebhook, given: string | undefined): Promise<string> {
  if (!URL.canParse(url)) throw missing('url', 'This is no address.')
  if (given !== undefined) return given
  const { webhook: known } = await core.channels.read()
  if (known?.secret && new URL(known.url).origin === new URL(url).origin) return known.secret
  throw missing('secret', 'Give a secret: the receiver checks with it that a message is Porthole’s.')
}

const missing = (path: string, message: string) =>
  new Fault('BAD_INPUT', message, { data: { issues: [{ path, message }] } })
