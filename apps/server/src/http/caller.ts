import type { IncomingMessage } from 'node:http'
import { has, namesOf } from '../access/mask.ts'
import type { SignedIn } from '../auth/auth.ts'
import type { Caller, Core } from '../core.ts'

/** Who sends a request. `giveCookies` takes what the reply must set in the browser. */
export async function authenticate(
  core: Core,
  request: IncomingMessage,
  giveCookies: Caller['giveCookies'],
): Promise<Caller> {
  const { signedIn, cookies } = await core.auth.whoIs(request.headers.cookie)
  if (cookies.length > 0) giveCookies(cookies)
  return callerOf(core, signedIn, request.socket.remoteAddress ?? null, giveCookies)
}

/** The one who signed in; what they may do is asked anew each time, so that it ends when it is taken back. */
export function callerOf(
  { access }: Pick<Core, 'access'>,
  signedIn: SignedIn | null,
  from: string | null,
  giveCookies: Caller['giveCookies'],
): Caller {
  if (signedIn === null) {
    return { person: null, sessionId: null, credential: null, from, can: () => false, may: () => [], giveCookies }
  }
  const { person, sessionId } = signedIn
  return {
    person: { ...person, can: [...namesOf(access.of(person).somewhere)] },
    sessionId,
    credential: 'session',
    from,
    can: (permission, place) => has(access.of(person).at(place), permission),
    may: place => namesOf(access.of(person).at(place)),
    giveCookies,
  }
}
