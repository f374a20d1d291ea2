import type { SignOn } from '@porthole/contract'
import { readSignOn, signOnRow } from '../auth/sign-on-row.ts'
import type { Core, Verb } from '../core.ts'
import { Fault } from '../fault.ts'

type Input = SignOn & { secret?: string | undefined }

export const changeSignOn: Verb<Input, object> = async (core, { secret: given, ...signOn }) => {
  if (core.signOn.returnTo === null) {
    throw new Fault('WRONG_STATE', 'Set PORTHOLE_URL first: the provider must know where to send people back to.')
  }
  const secret = given ?? (await keptSecret(core, signOn))
  try {
    await core.signOn.try(signOn.issuer)
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'SIGN_ON_FAILED') throw error
    throw wrong('issuer', error.message, error)
  }
  const data = {
    ...signOn,
    secret: core.signOn.seal.close(secret, signOnRow.sealedFor),
    rights: JSON.stringify(signOn.rights),
  }
  const { id } = signOnRow
  await core.database.signOn.upsert({ where: { id }, create: { id, ...data }, update: data })
  return {}
}

/** A secret goes to the issuer that it was given for, and to no other that somebody sets later. */
async function keptSecret({ database, signOn: { seal } }: Core, { issuer, clientId }: SignOn): Promise<string> {
  const known = await readSignOn(database, seal)
  if (known?.issuer === issuer && known.clientId === clientId) return known.secret
  throw wrong('secret', 'Give the secret that the provider has for this client.')
}

const wrong = (path: string, message: string, cause?: unknown) =>
  new Fault('BAD_INPUT', message, { data: { issues: [{ path, message }] }, cause })
