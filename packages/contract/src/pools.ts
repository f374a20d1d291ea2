import * as z from 'zod/mini'
import { read, write } from './entry.ts'
import { HostKey } from './host.ts'

export const Pool = z.object({
  name: z.string(),
  type: z.string(),
  active: z.boolean(),
  /** Where it lies on the host; null for pools without a path. */
  path: z.nullable(z.string()),
  /** Bytes. */
  capacity: z.int(),
  available: z.int(),
  /** A new qcow2 file can be made in it. */
  holdsQcow2: z.boolean(),
})
export type Pool = z.infer<typeof Pool>

export const Volume = z.object({
  name: z.string(),
  path: z.string(),
  format: z.nullable(z.string()),
  /** Bytes. */
  capacity: z.int(),
  allocation: z.int(),
  iso: z.boolean(),
  /** The VMs whose disks name it. */
  usedBy: z.array(z.string()),
})
export type Volume = z.infer<typeof Volume>

export const pools = {
  listPools: read('listPools', {
    path: '/hosts/{host}/pools',
    summary: 'The storage pools of a host that you may see',
    on: 'host',
    permission: 'host.see',
    input: HostKey,
    output: z.object({ pools: z.array(Pool) }),
  }),
  listVolumes: read('listVolumes', {
    path: '/hosts/{host}/pools/{pool}/volumes',
    summary: 'The volumes of a pool',
    on: 'pool',
    permission: 'storage.see',
    input: z.extend(HostKey, { pool: z.string() }),
    output: z.object({ volumes: z.array(Volume) }),
  }),
  createDefaultPool: write('createDefaultPool', {
    path: '/hosts/{host}/default-pool',
    summary: 'Make and start the pool "default" in /var/lib/libvirt/images, where a host has none yet',
    on: 'host',
    permission: 'storage.manage',
    rule: null,
    audit: { keeps: [] },
    input: HostKey,
    output: z.object({ name: z.string() }),
  }),
}
