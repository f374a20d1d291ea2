import type { Source as ToldSource } from '@porthole/contract'
import type { Core } from '../core.ts'
import type { Source } from './access.ts'
import type { Place } from './reach.ts'
import { nameOfScope } from './scope-name.ts'

/** What counts for somebody, as a person reads it. */
export function sourceInWords(core: Core, { grant, role, group, on, until }: Source): ToldSource {
  return {
    grant,
    role: core.access.role(role)?.name ?? role,
    group: group?.name ?? null,
    where: nameOfScope(core, on) ?? '',
    until: until === Number.POSITIVE_INFINITY ? null : new Date(until).toISOString(),
  }
}

/** The place that is asked about; undefined for everywhere. */
export function placeAsked(
  { hosts }: Core,
  { vm, host }: { vm?: string | undefined; host?: string | undefined },
): Place | undefined {
  if (vm !== undefined) {
    const found = hosts.findVm({ id: vm, host }).vm
    return { vm: { id: found.id, host: found.host } }
  }
  return host === undefined ? undefined : { host: hosts.link(host).id }
}
