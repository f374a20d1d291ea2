import type { IncomingMessage } from 'node:http'
import { has, namesOf } from '../access/mask.ts'
import { personOf, type SignedIn } from '../auth/auth.ts'
import { holderOf } from '../auth/tokens.ts'
import type { Caller, Core } from '../core.ts'
import { clientAddress } from './client-address.ts'

/**
 * Who sends a request: by a token where it carries one, else by its session. `giveCookies` takes what the reply must
 * set in the browser.
 */
export async function authenticate(
  core: Core,
  request: IncomingMessage,
  giveCookies: Caller['giveCookies'],
): Promise<Caller> {
  const { authorization, cookie, 'user-agent': agent } = request.headers
  const peer = {
    from: clientAddress(request, core.config.trustedProxies),
    agent: agent?.slice(0, longestAgent) ?? null,
  }
  if (authorization !== undefined) return byToken(core, authorization, peer)
  const { signedIn, cookies } = await core.auth.whoIs(cookie)
  if (cookies.length > 0) giveCookies(cookies)
  return callerOf(core, signedIn, { ...peer, cookie }, giveCookies)
}

/** The other end of the connection. */
type Peer = Pick<Caller, 'from' | 'agent' | 'cookie'>

const longestAgent = 256

const nobody = { person: null, sessionId: null, credential: null, can: () => false, may: () => [] }

/** The one who signed in; what they may do is asked anew each time, so that it ends when it is taken back. */
export function callerOf(
  { access }: Pick<Core, 'access'>,
  signedIn: SignedIn | null,
  peer: Peer,
  giveCookies: Caller['giveCookies'],
): Caller {
  if (signedIn === null) return { ...nobody, ...peer, giveCookies }
  const { person, sessionId } = signedIn
  return {
    person: { ...person, can: [...namesOf(access.of(person).somewhere)] },
    sessionId,
    credential: 'session',
    ...peer,
    can: (permission, place) => has(access.of(person).at(place), permission),
    may: place => namesOf(access.of(person).at(place)),
    giveCookies,
  }
}

/**
 * A program that acts in somebody's name: never more than its token says, nor than that person may do now. Tries are not
 * counted: nobody guesses 256 bits, and programs ask many things at once.
 */
async function byToken({ access, database }: Core, authorization: string, peer: Peer): Promise<Caller> {
  const holder = await holderOf(database, authorization)
  if (holder === null) return { ...nobody, ...peer, giveCookies: () => {} }
  const { mask, name } = holder
  const person = personOf(holder.person)
  return {
    person: { ...person, can: [...namesOf(access.of(person).somewhere & mask)] },
    sessionId: null,
    credential: `token ${name}`,
    ...peer,
    can: (permission, place) => has(access.of(person).at(place) & mask, permission),
    may: place => namesOf(access.of(person).at(place) & mask),
    giveCookies: () => {},
  }
}
