import { isIP } from 'node:net'
import { type PasskeyOptions, passkey } from '@better-auth/passkey'
import { APIError } from 'better-auth/api'

/** The cookie that binds a proof to the browser that was asked for it, by its name in better-auth. */
export const passkeyCookie = 'passkey_question'
/** Set by us on requests that we make up, when the password was right already. */
export const besidePasswordHeader = 'x-porthole-beside-password'
export const notVerified = 'USER_NOT_VERIFIED'

/**
 * What passkeys of this installation are bound to; null where browsers make none: they want an address with a name, and
 * https or this machine. https://www.w3.org/TR/webauthn-3/#relying-party-identifier
 */
export function passkeyHome(publicOrigin: string | null): { rpID: string; origin: string } | null {
  if (publicOrigin === null) return null
  const { hostname, protocol } = new URL(publicOrigin)
  const isName = isIP(hostname) === 0 && !hostname.startsWith('[')
  const isSafe = protocol === 'https:' || hostname === 'localhost' || hostname.endsWith('.localhost')
  return isName && isSafe ? { rpID: hostname, origin: publicOrigin } : null
}

export function passkeyPlugin(publicOrigin: string | null) {
  return passkey({
    ...passkeyHome(publicOrigin),
    rpName: 'Porthole',
    // Keys that store nothing, and check nobody's identity, are good beside a password.
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    authentication: { afterVerification: requireOwner },
    advanced: { webAuthnChallengeCookie: passkeyCookie },
  })
}

type AfterVerification = NonNullable<NonNullable<PasskeyOptions['authentication']>['afterVerification']>

/** A key that anybody can use who holds it stands for a code, but not for password and code together. */
const requireOwner: AfterVerification = async ({ ctx, verification }) => {
  if (verification.authenticationInfo.userVerified || ctx.headers?.has(besidePasswordHeader)) return
  throw new APIError('UNAUTHORIZED', { code: notVerified, message: 'the authenticator did not verify the user' })
}
