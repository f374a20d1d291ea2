import { prismaAdapter } from 'better-auth/adapters/prisma'
import type { BetterAuthOptions } from 'better-auth/minimal'
import { twoFactor } from 'better-auth/plugins/two-factor'
import type { Logger } from 'pino'
import type { Database } from '../database/open-database.ts'
import { cookieScope } from './cookie-scope.ts'
import { passkeyCookie, passkeyPlugin } from './passkey-options.ts'
import { hashPassword, verifyPassword } from './password.ts'

/** A session ends after this time without a request. */
const idleSeconds = 12 * 3600

/** What better-auth needs to know; its own routes are not served, our verbs call it on the server's side. */
export function betterAuthOptions(options: {
  database: Database
  dialect: 'sqlite' | 'postgresql'
  secret: string
  publicOrigin: string | null
  basePath: string
  log: Logger
}) {
  const { database, dialect, secret, publicOrigin, log } = options
  const { prefix, path, secure } = cookieScope(options)
  return {
    appName: 'Porthole',
    baseURL: publicOrigin ?? 'http://localhost',
    secret,
    database: prismaAdapter(database, { provider: dialect }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 128,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    user: { additionalFields: { role: { type: 'string', input: false, defaultValue: 'viewer' } } },
    plugins: [twoFactor(), passkeyPlugin(publicOrigin)],
    // Whoever adds a passkey is asked for the password: prove-owner.ts.
    session: { expiresIn: idleSeconds, updateAge: 15 * 60, freshAge: 0 },
    // It counts only requests to its own routes; ours are counted in attempts.ts.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: {
      // Its warnings are wrong passwords and the like, which the audit has with name and address.
      log: (level, message, ...rest) =>
        log[level === 'error' ? 'error' : 'debug']({ err: rest.find(part => part instanceof Error) }, message),
    },
    advanced: {
      useSecureCookies: false,
      ipAddress: { ipAddressHeaders: [peerHeader] },
      cookies: {
        // What binds the provider's answer to the browser that asked, encrypted; gone when the answer was taken.
        oauth_state: {
          name: `${prefix}porthole-sign-on`,
          attributes: { httpOnly: true, sameSite: 'lax', path, secure },
        },
        [passkeyCookie]: {
          name: `${prefix}porthole-passkey`,
          attributes: { httpOnly: true, sameSite: 'strict', path, secure },
        },
        session_token: {
          name: `${prefix}porthole`,
          // Lax, not Strict: a link to a VM from a chat opens signed in. Writes are held by the Origin check.
          attributes: { httpOnly: true, sameSite: 'lax', path, secure },
        },
      },
    },
  } as const satisfies BetterAuthOptions
}

/** Set by us from the socket, on requests that we make up: nothing of the client's own headers is passed on. */
export const peerHeader = 'x-porthole-peer'
