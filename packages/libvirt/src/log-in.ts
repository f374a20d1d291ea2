import type { CallOptions } from './calls.ts'
import type { Connection } from './connection.ts'
import { AuthenticationError, LibvirtError } from './errors.ts'
import { logInBySasl } from './sasl.ts'
import type { Login } from './sasl-mechanisms.ts'

/** What AUTH_LIST offers (remote_auth_type). */
const authType = { none: 0, sasl: 1, polkit: 2 } as const

/** How to log in. */
export interface LogInOptions {
  readonly login: Login | null
  readonly confidential: boolean
  /** The only authentication to use, as `auth` of a URI has it. */
  readonly auth: string | null
}

/** Logs in at a daemon. The first call must be AUTH_LIST even where nothing is asked for: https://libvirt.org/auth.html */
export async function logIn(connection: Connection, options: LogInOptions, step: CallOptions): Promise<void> {
  const { types } = await connection.call('authList', undefined, step)
  const [wanted = null, mechanism = null] = options.auth?.split('.') ?? []
  const usable = (name: keyof typeof authType): boolean =>
    types.includes(authType[name]) && (wanted === null || wanted === name)
  if (types.length === 0 || usable('none')) return
  if (usable('polkit')) return logInByPolkit(connection, step)
  if (usable('sasl')) {
    const only = mechanism?.toUpperCase() ?? null
    return logInBySasl(connection, { login: options.login, confidential: options.confidential, only }, step)
  }
  const known = (Object.keys(authType) as (keyof typeof authType)[]).filter(name => types.includes(authType[name]))
  if (known.length > 0) {
    throw new AuthenticationError(
      'unknown',
      `The host logs in by ${known.join(', ')}, not by ${wanted}: correct "auth".`,
    )
  }
  throw new AuthenticationError(
    'unknown',
    `The host asks for an authentication that this client does not know (${types.join(', ')}). Set auth_unix_rw, auth_tls or auth_tcp there.`,
  )
}

async function logInByPolkit(connection: Connection, step: CallOptions): Promise<void> {
  try {
    await connection.call('authPolkit', undefined, step)
  } catch (cause) {
    if (!(cause instanceof LibvirtError)) throw cause
    throw new AuthenticationError(
      'polkit',
      `polkit does not let this user manage libvirt (${cause.message}). Add the user to the group libvirt and log in again.`,
      { cause },
    )
  }
}
