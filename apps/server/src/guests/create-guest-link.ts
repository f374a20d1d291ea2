import { randomBytes, randomUUID } from 'node:crypto'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { digestOf } from '../link-digest.ts'

interface Input extends VmName {
  readonly control: boolean
  readonly minutes: number
  readonly uses: number | null
  readonly note: string
}
type Output = { link: string; token: string; expiresAt: string }

/** More links to one VM than that are no longer looked after by anybody. */
const mostPerVm = 50

/** Nobody gives away what they do not have. Only the token's digest is kept: the link can be read this once. */
export const createGuestLink: Verb<Input, Output> = async (core, input, caller) => {
  const { vm } = core.hosts.findVm(input)
  if (caller.person === null) throw new Fault('NOT_SIGNED_IN')
  const permission = input.control ? 'vm.console' : 'vm.watch'
  if (!caller.can(permission, { vm })) throw new Fault('NOT_ALLOWED', undefined, { data: { permission } })
  const { guestLink } = core.database
  await guestLink.deleteMany({ where: { expiresAt: { lte: new Date() } } })
  if ((await guestLink.count({ where: { vm: vm.id } })) >= mostPerVm) {
    throw new Fault('TOO_MANY', `There are ${mostPerVm} links to this VM already: take some back first.`)
  }
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(Date.now() + input.minutes * 60_000)
  const { control, note, uses: mostUses } = input
  const { id: link } = await guestLink.create({
    data: {
      ...{ id: randomUUID(), digest: digestOf(token), vm: vm.id, host: vm.host, userId: caller.person.id },
      ...{ control, note, mostUses, expiresAt },
    },
  })
  return { link, token, expiresAt: expiresAt.toISOString() }
}
