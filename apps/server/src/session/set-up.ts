import { refuseGuessable } from '../auth/guessable.ts'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'

type Input = { token: string; name: string; email: string; password: string }

/** Of two people who open the link, the second is told that it is not valid. */
export const setUp: Verb<Input, object> = async ({ auth, access }, { token, name, email, password }, caller) => {
  refuseGuessable(password, [name, email])
  const makeGoodAgain = auth.setupLink.redeem(token)
  if (makeGoodAgain === null) throw new Fault('SETUP_LINK_INVALID')
  const first = await auth.addFirstPerson({ name, email, password }).catch(error => {
    makeGoodAgain()
    throw error
  })
  if (!first) throw new Fault('SETUP_LINK_INVALID')
  await access.load()
  caller.giveCookies(await auth.signIn(email, password, caller))
  return {}
}
