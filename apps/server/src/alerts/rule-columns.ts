import type { AlertRule } from '@porthole/contract'
import { nameOfScope } from '../access/scope-name.ts'
import { scopeColumns } from '../access/scopes.ts'
import type { Core } from '../core.ts'
import { Fault } from '../fault.ts'

/**
 * A rule as its row has it.
 * @throws {Fault} BAD_INPUT where what it is about is not there; a tag may come later
 */
export function ruleColumns(core: Pick<Core, 'access' | 'hosts'>, { on: given, ...rule }: AlertRule) {
  const on = given.kind === 'vm' ? { ...given, vm: given.vm.toLowerCase() } : given
  if (on.kind !== 'tag' && nameOfScope(core, on) === null) {
    const message = `There is no such ${on.kind}: choose another.`
    throw new Fault('BAD_INPUT', message, { data: { issues: [{ path: 'on', message }] } })
  }
  const { scope, target } = scopeColumns(on)
  return { ...rule, scope, target }
}

export const noSuchRule = () => new Fault('NOT_FOUND', 'There is no such rule any more.')
