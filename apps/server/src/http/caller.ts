import type { IncomingMessage } from 'node:http'
import { roles } from '@porthole/contract'
import type { SignedIn } from '../auth/auth.ts'
import type { Caller, Core } from '../core.ts'

/** Who sends a request. `giveCookies` takes what the reply must set in the browser. */
export async function authenticate(
  { auth }: Core,
  request: IncomingMessage,
  giveCookies: Caller['giveCookies'],
): Promise<Caller> {
  const { signedIn, cookies } = await auth.whoIs(request.headers.cookie)
  if (cookies.length > 0) giveCookies(cookies)
  return callerOf(signedIn, request.socket.remoteAddress ?? null, giveCookies)
}

function callerOf(signedIn: SignedIn | null, from: string | null, giveCookies: Caller['giveCookies']): Caller {
  const person = signedIn?.person ?? null
  const allowed: ReadonlySet<string> = new Set(person === null ? [] : roles[person.role])
  return {
    person,
    sessionId: signedIn?.sessionId ?? null,
    credential: signedIn === null ? null : 'session',
    from,
    // Roles hold everywhere; grants on single objects will look at the target.
    can: permission => allowed.has(permission),
    giveCookies,
  }
}
