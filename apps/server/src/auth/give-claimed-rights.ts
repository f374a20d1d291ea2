import { type Role, roleNames, type SignOn } from '@porthole/contract'
import type { Core } from '../core.ts'
import { Fault } from '../fault.ts'
import { replaceable } from '../people/last-administrator.ts'

/**
 * Makes a person what their groups at the provider say, and takes from them what they say no more. Only what the rights
 * name is touched: other groups and all grants stay as an administrator left them.
 */
export async function giveClaimedRights(
  { database, access, log }: Pick<Core, 'database' | 'access' | 'log'>,
  id: string,
  rights: SignOn['rights'],
  claimed: ReadonlySet<string>,
): Promise<void> {
  const role = claimedRole(rights, claimed)
  const groups = claimedMemberships(rights, claimed)
  await database.$transaction(
    async tables => {
      if (role !== null) {
        const { count } = await tables.user.updateMany({ where: { id, role }, data: {} })
        const kept = count > 0 || (role !== 'administrator' && !(await canLower(tables, id)))
        if (!kept) await tables.user.update({ where: { id }, data: { role } })
        else if (count === 0) log.warn({ person: id }, 'the only administrator stays one, whatever the provider says')
      }
      for (const [groupId, member] of groups) {
        const key = { groupId, userId: id }
        if (!member) await tables.groupMember.deleteMany({ where: key })
        else if ((await tables.group.count({ where: { id: groupId } })) > 0) {
          await tables.groupMember.upsert({ where: { groupId_userId: key }, create: key, update: {} })
        }
      }
    },
    { isolationLevel: 'Serializable' },
  )
  await access.load()
}

/** The strongest of the roles; "none" where the rights give roles, but none to this person. Null leaves it as it is. */
function claimedRole(rights: SignOn['rights'], claimed: ReadonlySet<string>): Role | null {
  const given = rights.flatMap(({ value, gives }) => (gives.kind === 'role' ? [{ value, role: gives.role }] : []))
  if (given.length === 0) return null
  const held = given.filter(({ value }) => claimed.has(value)).map(({ role }) => roleNames.indexOf(role))
  return roleNames[Math.max(0, ...held)] ?? 'none'
}

/** Each group that the rights name, and whether the person is in it. */
function claimedMemberships(rights: SignOn['rights'], claimed: ReadonlySet<string>): Map<string, boolean> {
  const groups = new Map<string, boolean>()
  for (const { value, gives } of rights) {
    if (gives.kind === 'group') groups.set(gives.group, groups.get(gives.group) === true || claimed.has(value))
  }
  return groups
}

async function canLower(tables: Parameters<typeof replaceable>[0], id: string): Promise<boolean> {
  try {
    await replaceable(tables, id)
    return true
  } catch (error) {
    if (error instanceof Fault && error.code === 'WRONG_STATE') return false
    throw error
  }
}
