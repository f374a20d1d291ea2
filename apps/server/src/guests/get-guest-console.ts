import type { Verb } from '../core.ts'
import { vmOfGuest } from './guests.ts'

type Output = { vm: string; name: string; control: boolean; expiresAt: string }

export const getGuestConsole: Verb<{ link: string }, Output> = async (core, { link }, caller) => {
  const guest = await core.guests.whoIs(core, link, caller.cookie)
  const { name, control, expiresAt } = guest
  return { vm: vmOfGuest(core, guest).name, name, control, expiresAt: expiresAt.toISOString() }
}
