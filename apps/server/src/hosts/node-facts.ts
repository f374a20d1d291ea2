import type { Host } from '@porthole/contract'
import type { Connection, Pool } from '@porthole/libvirt'

/** What a host is, as its daemon tells. */
export async function readNode(pool: Pool | Connection): Promise<NonNullable<Host['node']>> {
  const [{ hostname }, { type }, { hv_ver }, { lib_ver }, info] = await Promise.all([
    pool.call('connectGetHostname'),
    pool.call('connectGetType'),
    pool.call('connectGetVersion'),
    pool.call('connectGetLibVersion'),
    pool.call('nodeGetInfo'),
  ])
  return {
    hostname,
    hypervisor: type,
    hypervisorVersion: dotted(Number(hv_ver)),
    libvirtVersion: dotted(Number(lib_ver)),
    arch: info.model,
    cpus: info.cpus,
    memoryKiB: Number(info.memory),
  }
}

/** libvirt packs versions as major * 1,000,000 + minor * 1,000 + release. */
function dotted(packed: number): string {
  return [Math.trunc(packed / 1_000_000), Math.trunc(packed / 1000) % 1000, packed % 1000].join('.')
}
