import { randomUUID } from 'node:crypto'
import type { Grantee, Scope } from '@porthole/contract'
import type { Core, Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { nameOfScope } from './scope-name.ts'
import { granteeColumns, scopeColumns } from './scopes.ts'

type Input = { role: string; to: Grantee; on: Scope; expiresAt: string | null }

export const createGrant: Verb<Input, { id: string }> = async (core, input) => {
  const on = input.on.kind === 'vm' ? { ...input.on, vm: input.on.vm.toLowerCase() } : input.on
  const expiresAt = input.expiresAt === null ? null : new Date(input.expiresAt)
  await check(core, { ...input, on, expiresAt })
  const id = randomUUID()
  const data = { id, role: input.role, ...granteeColumns(input.to), ...scopeColumns(on), expiresAt }
  await core.database.grant.create({ data })
  await core.access.load()
  return { id }
}

async function check(
  core: Core,
  { role, to, on, expiresAt }: { role: string; to: Grantee; on: Scope; expiresAt: Date | null },
): Promise<void> {
  if (core.access.role(role) === null) throw unusable('role', 'There is no such role: choose another.')
  const absent =
    to.kind === 'person'
      ? (await core.database.user.count({ where: { id: to.person } })) === 0
      : !core.access.groups().some(({ id }) => id === to.group)
  if (absent) throw unusable('to', `There is no such ${to.kind}: choose another.`)
  // A tag may be granted before the first VM carries it.
  if (on.kind !== 'tag' && nameOfScope(core, on) === null) throw unusable('on', `There is no such ${on.kind}.`)
  if (expiresAt !== null && expiresAt.getTime() <= Date.now()) {
    throw unusable('expiresAt', 'This time has passed: choose a later one.')
  }
}

function unusable(path: string, message: string): Fault {
  return new Fault('BAD_INPUT', message, { data: { issues: [{ path, message }] } })
}
