import { randomBytes, randomUUID } from 'node:crypto'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { digestOf } from '../link-digest.ts'
import { guestCookie } from './guest-cookie.ts'
import { vmOfGuest } from './guests.ts'

type Input = { token: string; name: string }
type Output = { id: string; name: string; link: string }

/** Of two who open a link for one at the same time, the second is told that it is used up. */
export const enterByGuestLink: Verb<Input, Output> = async (core, { token, name }, caller) => {
  const { database, config } = core
  const good = { digest: digestOf(token), expiresAt: { gt: new Date() } }
  const link = await database.guestLink.findFirst({ where: good })
  if (link === null) throw new Fault('GUEST_LINK_INVALID')
  const vm = vmOfGuest(core, { vm: { id: link.vm, host: link.host } })
  const secret = randomBytes(32).toString('base64url')
  await database.$transaction(async tables => {
    const free = { OR: [{ mostUses: null }, { uses: { lt: link.mostUses ?? 0 } }] }
    const { count } = await tables.guestLink.updateMany({
      where: { ...good, ...free },
      data: { uses: { increment: 1 } },
    })
    if (count === 0) throw new Fault('GUEST_LINK_INVALID')
    await tables.guestVisit.create({ data: { id: randomUUID(), linkId: link.id, digest: digestOf(secret), name } })
  })
  caller.giveCookies([guestCookie(config, link.id, secret, link.expiresAt)])
  return { id: vm.id, name: vm.name, link: link.id }
}
