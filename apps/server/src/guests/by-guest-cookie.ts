import { clientAddress } from '../http/client-address.ts'
import type { WhoConnects } from '../http/serve-upgrades.ts'
import { callerOfGuest } from './guests.ts'

/** Guests, by the cookie for the link that the address names; who is signed in counts for nothing here. */
export const byGuestCookie: WhoConnects = async (core, request) => {
  const link = new URLSearchParams(request.url?.split('?', 2)[1]).get('link') ?? ''
  const guest = await core.guests.whoIs(core, link, request.headers.cookie)
  const peer = { from: clientAddress(request, core.config.trustedProxies), agent: null }
  return callerOfGuest(core, guest, peer)
}
