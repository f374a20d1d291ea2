import type { NewPasskeyProof, PasskeyProof, PasskeyQuestion } from '@porthole/contract'
import { APIError } from 'better-auth/api'
import type { betterAuth } from 'better-auth/minimal'
import type { Database } from '../database/open-database.ts'
import { Fault } from '../fault.ts'
import type { betterAuthOptions } from './better-auth.ts'
import { besidePasswordHeader, notVerified, passkeyHome } from './passkey-options.ts'

type Api = ReturnType<typeof betterAuth<ReturnType<typeof betterAuthOptions>>>['api']
type Asked = PasskeyQuestion & { readonly cookies: readonly string[] }

/** Signing in by a key that a device of the person's keeps, and adding one. */
export class Passkeys {
  /** Whether browsers make and use passkeys at our address. */
  readonly possible: boolean
  readonly #api: Api
  readonly #database: Database

  constructor(api: Api, database: Database, publicOrigin: string | null) {
    this.#api = api
    this.#database = database
    this.possible = passkeyHome(publicOrigin) !== null
  }

  /** What to ask a browser, whoever sits there. The cookie binds the answer to it, once and for five minutes. */
  async begin(): Promise<Asked> {
    this.#require()
    const { response, headers } = await this.#api.generatePasskeyAuthenticationOptions({
      headers: new Headers(),
      returnHeaders: true,
    })
    return { options: { ...response, userVerification: 'required' }, cookies: headers.getSetCookie() }
  }

  /** Lets in whose passkey it is, without password and code. @throws {Fault} PASSKEY_REFUSED */
  async enter(proof: PasskeyProof, headers: Headers) {
    const { response, cookies } = await this.#verify(proof, headers)
    const { id, email } = response.user
    return { person: { id, email }, cookies }
  }

  /** Those that would pass. Keys that store nothing find themselves by the name alone that they gave a passkey. */
  async passingFor(email: string): Promise<{ id: string; transports: string[] }[]> {
    if (!this.possible) return []
    const rows = await this.#database.passkey.findMany({ where: { user: { email: email.toLowerCase() } } })
    return rows.map(row => ({ id: row.credentialID, transports: row.transports?.split(',').filter(Boolean) ?? [] }))
  }

  /** The second step of somebody whose password was right: any of their passkeys. @throws {Fault} PASSKEY_REFUSED */
  async pass(email: string, proof: PasskeyProof, headers: Headers): Promise<readonly string[]> {
    const owner = { credentialID: proof.id, user: { email: email.toLowerCase() } }
    if ((await this.#database.passkey.count({ where: owner })) === 0) throw new Fault('PASSKEY_REFUSED', notTheirs)
    headers.set(besidePasswordHeader, 'yes')
    return (await this.#verify(proof, headers)).cookies
  }

  /** What to ask the browser of somebody who has signed in, to make one. */
  async beginNew(cookie: string): Promise<Asked> {
    this.#require()
    const headers = new Headers({ cookie })
    const made = await this.#api.generatePasskeyRegistrationOptions({ headers, returnHeaders: true })
    return { options: { ...made.response }, cookies: made.headers.getSetCookie() }
  }

  async add(name: string, proof: NewPasskeyProof, cookie: string): Promise<{ id: string }> {
    this.#require()
    const options = { body: { name, response: proof }, headers: new Headers({ cookie }) }
    try {
      const { id } = await this.#api.verifyPasskeyRegistration(options)
      return { id }
    } catch (error) {
      if (!(error instanceof APIError)) throw error
      throw new Fault('PASSKEY_REFUSED', 'What the browser sent is no answer to the question: try again.', {
        cause: error,
      })
    }
  }

  async #verify(proof: PasskeyProof, headers: Headers) {
    this.#require()
    const { userHandle, ...rest } = proof.response
    const response = { ...rest, ...(userHandle && { userHandle }) }
    const body = { response: { ...proof, response, clientExtensionResults: {} } }
    const verified = await this.#api
      .verifyPasskeyAuthentication({ body, headers, returnHeaders: true })
      .catch(error => {
        throw error instanceof APIError && error.statusCode < 500 ? refusal(error) : error
      })
    const used = { where: { credentialID: proof.id }, data: { lastUsedAt: new Date() } }
    await this.#database.passkey.updateMany(used)
    return { response: verified.response, cookies: verified.headers.getSetCookie() }
  }

  #require(): void {
    if (!this.possible) throw new Fault('NOT_FOUND', 'Browsers use no passkeys at this address.')
  }
}

const notTheirs = 'This is no passkey of the person whose password this is.'

/** better-auth's words for what is wrong, in ours. */
function refusal(error: APIError): Fault {
  switch (error.body?.code) {
    case notVerified:
      return new Fault(
        'PASSKEY_REFUSED',
        'This passkey does not check that it is you, by a PIN, a finger or a face: give your password, too.',
      )
    case 'CHALLENGE_NOT_FOUND':
      return new Fault('PASSKEY_REFUSED', 'This browser was not asked for a passkey, or it took too long: try again.')
    default:
      return new Fault('PASSKEY_REFUSED', undefined, { cause: error })
  }
}
