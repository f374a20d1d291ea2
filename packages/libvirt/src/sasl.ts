import type { CallOptions } from './calls.ts'
import type { Connection } from './connection.ts'
import { AuthenticationError, LibvirtError } from './errors.ts'
import { type Login, SaslError, type SaslExchange, saslMechanisms } from './sasl-mechanisms.ts'

/** Who logs in where a host asks for a user name and a password. */
export interface Credentials {
  /** Default: the user of the URI. */
  readonly username?: string
  readonly password: string
}

/** How to log in by SASL. */
export interface SaslOptions {
  readonly login: Login | null
  /** Nobody between can read the bytes, so a password may travel as it is. */
  readonly confidential: boolean
  /** The only mechanism to use, by SASL's name. */
  readonly only: string | null
}

/** No mechanism that is spoken here has more steps. */
const mostSteps = 3

/** Logs in by SASL: https://libvirt.org/auth.html. Rejects with an AuthenticationError that says what to do. */
export async function logInBySasl(connection: Connection, options: SaslOptions, step: CallOptions): Promise<void> {
  const { mechlist } = await connection.call('authSaslInit', undefined, step).catch(error => {
    throw options.confidential ? error : unfit(error)
  })
  const mechanism = choose(mechlist.split(/[\s,]+/).filter(Boolean), options)
  const exchange = begin(mechanism, options)
  try {
    let said = await connection.call('authSaslStart', { mech: mechanism, nil: 0, data: exchange.first }, step)
    for (let steps = 0; ; steps++) {
      const answer = said.complete && said.nil ? null : await exchange.answer(Buffer.from(said.data))
      if (said.complete) break
      if (answer === null || steps === mostSteps) throw new SaslError('asks on and on')
      said = await connection.call('authSaslStep', { nil: 0, data: answer }, step)
    }
    if (!exchange.content) throw new SaslError('did not prove that it knows the password')
  } catch (error) {
    throw explained(error)
  }
}

function choose(offered: readonly string[], { login, confidential, only }: SaslOptions): string {
  const spoken = [...saslMechanisms.keys()].filter(name => offered.includes(name) && (only === null || name === only))
  const best = spoken.find(name => confidential || name !== 'PLAIN')
  if (best === undefined && spoken.length > 0) {
    throw refusal(
      'The host takes the password only as plain text, and this connection is not encrypted. Use tls or ssh.',
    )
  }
  if (best === undefined) {
    const wanted = only ?? [...saslMechanisms.keys()].join(', ')
    const list = offered
      .join(', ')
      .replace(/[^\w, -]/g, '')
      .slice(0, 200)
    throw refusal(
      `The host offers ${list} to log in, but not ${wanted}: set mech_list in /etc/sasl2/libvirt.conf there${confidential ? '' : ', and use tls, as libvirt keeps these from plain TCP'}.`,
    )
  }
  if (login === null) throw refusal('The host asks for a user name and a password: give them as `credentials`.')
  return best
}

function begin(mechanism: string, { login }: SaslOptions): SaslExchange {
  try {
    const make = saslMechanisms.get(mechanism)
    if (make === undefined || login === null) throw new RangeError('it is missing')
    return make(login)
  } catch (error) {
    throw refusal(`The user name or the password cannot be used: ${(error as Error).message}. Correct it.`)
  }
}

function explained(error: unknown): unknown {
  if (error instanceof SaslError) {
    return refusal(
      `The log-in failed: the host ${error.message}. See whether it is the right host, and its log.`,
      error,
    )
  }
  if (error instanceof LibvirtError) {
    return refusal(
      'The host does not know this user name with this password. Correct them, or add the user there by saslpasswd2 -a libvirt.',
      error,
    )
  }
  return error
}

const unfit = (error: unknown): unknown =>
  error instanceof LibvirtError
    ? refusal('The host has no way to log in over a connection that is not encrypted. Use tls or ssh.', error)
    : error

const refusal = (message: string, cause?: unknown): AuthenticationError =>
  new AuthenticationError('sasl', message, cause === undefined ? undefined : { cause })
