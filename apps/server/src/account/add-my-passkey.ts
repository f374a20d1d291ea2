import type { NewPasskeyProof } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { own } from './own.ts'

const most = 20

/** Only who was asked by beginMyPasskey a moment ago has the cookie that the proof answers to. */
export const addMyPasskey: Verb<{ name: string; proof: NewPasskeyProof }, { id: string }> = async (
  { auth, database },
  { name, proof },
  caller,
) => {
  const count = await database.passkey.count({ where: { userId: own(caller).person } })
  if (count >= most) throw new Fault('TOO_MANY', `You have ${most} passkeys, the most at a time: remove one first.`)
  return auth.passkeys.add(name, proof, caller.cookie ?? '')
}
