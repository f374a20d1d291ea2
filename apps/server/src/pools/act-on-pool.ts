import { type PoolAct, poolRules } from '@porthole/contract'
import type { StoragePool } from '@porthole/libvirt'
import type { Core } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import { presentPool } from './list-pools.ts'
import { poolByName } from './pool-by-name.ts'
import { askPool } from './pool-fault.ts'

/** A server of files that does not answer is waited for by mount(8) for two minutes. */
export const mountingMs = 150_000

export interface PoolName {
  readonly host: string
  readonly pool: string
}

/** Acts on a pool whose state allows it. @throws {Fault} WRONG_STATE with the sentence that the screen shows too */
export async function actOnPool(
  core: Core,
  { host, pool: name }: PoolName,
  act: PoolAct,
  ask: (link: HostLink, pool: StoragePool) => Promise<unknown>,
): Promise<object> {
  const link = core.hosts.link(host)
  const pool = await poolByName(link, name)
  const shown = await presentPool(link, pool)
  const why = poolRules[act](shown)
  if (why !== null) throw new Fault('WRONG_STATE', why)
  await askPool(shown, () => ask(link, pool))
  return {}
}
