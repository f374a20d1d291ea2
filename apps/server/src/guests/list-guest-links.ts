import type { GuestLink } from '@porthole/contract'
import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'

export const listGuestLinks: Verb<VmName, { links: GuestLink[] }> = async ({ database, guests, hosts }, input) => {
  const { vm } = hosts.findVm(input)
  const rows = await database.guestLink.findMany({
    where: { vm: vm.id, expiresAt: { gt: new Date() } },
    include: { user: { select: { name: true } }, visits: { orderBy: { createdAt: 'desc' }, take: 20 } },
    orderBy: { createdAt: 'desc' },
  })
  const links = rows.map(({ id, note, control, user, createdAt, expiresAt, uses, mostUses, visits }) => ({
    ...{ id, note, control, uses, mostUses, madeBy: user.name },
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    visits: visits.map(visit => ({
      name: visit.name,
      since: visit.createdAt.toISOString(),
      here: guests.isHere(visit.id),
    })),
  }))
  return { links }
}
