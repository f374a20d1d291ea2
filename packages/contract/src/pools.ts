import * as z from 'zod/mini'
import { download, read, write } from './entry.ts'
import { HostKey } from './host.ts'
import { NewPool, storageName } from './new-pool.ts'

export const VolumeFormat = z.enum(['qcow2', 'raw'])
export type VolumeFormat = z.infer<typeof VolumeFormat>

export const Pool = z.object({
  name: z.string(),
  type: z.string(),
  active: z.boolean(),
  /** It starts with its host. */
  autostart: z.boolean(),
  /** libvirt keeps it when it is off. */
  persistent: z.boolean(),
  /** Where it lies on the host; null for pools without a path. */
  path: z.nullable(z.string()),
  /** Bytes. */
  capacity: z.int(),
  available: z.int(),
  /** What a new volume in it can be; nothing where libvirt can make none. */
  formats: z.array(VolumeFormat),
  /** The reader may act on it, and make and delete volumes in it. */
  canManage: z.boolean(),
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
  /** The file that it is an overlay of; null for one that stands alone. */
  backing: z.nullable(z.string()),
  /** The VMs whose disks name it. */
  usedBy: z.array(z.string()),
})
export type Volume = z.infer<typeof Volume>

/** How much of a new volume is taken on the host at once: nothing, qcow2's own tables, or all of it. */
export const volumeAllocations = ['sparse', 'metadata', 'full'] as const
export type VolumeAllocation = (typeof volumeAllocations)[number]

const mostBytes = 2 ** 50

/** A volume is a file of its pool and nowhere else. */
const NewVolumeName = storageName('volume')

const Capacity = z.int('Give a size.').check(z.gte(1024 * 1024, 'At least 1 MiB.'), z.lte(mostBytes, 'At most 1 PiB.'))

const inPool = z.extend(HostKey, { pool: z.string() })
const byName = z.extend(inPool, { volume: z.string().check(z.minLength(1), z.maxLength(255)) })

const newVolume = z.extend(inPool, {
  name: NewVolumeName,
  format: VolumeFormat,
  /** Bytes that a guest sees. */
  capacity: Capacity,
  allocation: z._default(z.enum(volumeAllocations), 'sparse'),
  /** The volume that it is an overlay of; that one must not change any more. */
  backing: z._default(z.nullable(z.object({ pool: z.string(), volume: z.string() })), null),
})

type New = z.infer<typeof newVolume>

export const NewVolume = newVolume.check(
  z.refine<New>(({ format, allocation }) => allocation !== 'metadata' || format === 'qcow2', {
    path: ['allocation'],
    message: 'Only qcow2 has tables of its own: choose none, or all of it.',
  }),
  z.refine<New>(({ format, backing }) => backing === null || format === 'qcow2', {
    path: ['backing'],
    message: 'Only a qcow2 volume can be an overlay of another.',
  }),
  z.refine<New>(({ allocation, backing }) => backing === null || allocation === 'sparse', {
    path: ['allocation'],
    message: 'An overlay takes room only as it is written to.',
  }),
)
export type NewVolume = z.infer<typeof NewVolume>

/** What lies at a path of a host. */
export const StoragePlace = z.object({
  host: z.string(),
  pool: z.string(),
  /** Null where the path is the pool's own. */
  volume: z.nullable(z.string()),
  /** The VMs whose disks name it. */
  vms: z.array(z.object({ id: z.guid(), host: z.string() })),
})
export type StoragePlace = z.infer<typeof StoragePlace>

/** The VMs whose disks lie in a pool. */
const PoolUsers = z.object({
  vms: z.array(z.object({ name: z.string(), active: z.boolean() })),
  /** How many more there are that the reader may not see. */
  others: z.int(),
})

const onPool = { on: 'pool', permission: 'storage.manage', rule: null } as const
const poolPath = '/hosts/{host}/pools/{pool}'
const path = `${poolPath}/volumes` as const
const nothing = z.object({})
const asJob = z.object({ job: z.string() })

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
    path,
    summary: 'The volumes of a pool',
    on: 'pool',
    permission: 'storage.see',
    input: inPool,
    output: z.object({ volumes: z.array(Volume) }),
  }),
  findStorage: read('findStorage', {
    path: '/storage',
    summary: 'The volumes and pools that lie at a path, on all hosts that answer',
    on: 'installation',
    permission: 'signed-in',
    input: z.object({
      path: z.string().check(z.maxLength(1024), z.regex(/^\/[^\p{C}]*$/u, 'A path begins with a slash.')),
    }),
    output: z.object({ places: z.array(StoragePlace) }),
  }),
  createVolume: write('createVolume', {
    ...onPool,
    path,
    summary: 'Make a volume, as a job',
    audit: { keeps: ['pool', 'name', 'format', 'capacity', 'allocation', 'backing'] },
    input: NewVolume,
    output: asJob,
  }),
  cloneVolume: write('cloneVolume', {
    ...onPool,
    path: `${path}/{volume}/clone`,
    summary: 'Copy a volume that no running VM uses, within its pool, as a job',
    audit: { keeps: ['pool', 'volume', 'name'] },
    input: z.extend(byName, { name: NewVolumeName }),
    output: asJob,
  }),
  resizeVolume: write('resizeVolume', {
    ...onPool,
    method: 'PUT',
    path: `${path}/{volume}/capacity`,
    summary: 'Make a volume larger; that of a running VM by its QEMU, which asks for vm.change on the VM, too',
    audit: { keeps: ['pool', 'volume', 'capacity'] },
    input: z.extend(byName, { capacity: Capacity }),
    output: z.object({
      /** When the guest of a running VM sees it; null where none uses it. */
      note: z.nullable(z.string()),
    }),
  }),
  deleteVolume: write('deleteVolume', {
    ...onPool,
    method: 'DELETE',
    path: `${path}/{volume}`,
    summary: 'Delete a volume that no VM uses and no other volume is built on',
    audit: { keeps: ['pool', 'volume'] },
    input: byName,
    output: nothing,
  }),
  uploadVolume: write('uploadVolume', {
    ...onPool,
    path: `${poolPath}/uploads`,
    summary: 'Begin to fill a new volume with a file of one’s own: its bytes come by a WebSocket within half a minute',
    audit: { keeps: ['pool', 'name', 'size'] },
    input: z.extend(inPool, {
      name: NewVolumeName,
      /** Bytes. */
      size: z.int().check(z.gte(1, 'The file is empty.'), z.lte(mostBytes, 'At most 1 PiB.')),
    }),
    output: z.extend(asJob, { upload: z.string() }),
  }),
  downloadVolume: download('downloadVolume', {
    path: `${path}/{volume}/content`,
    summary: 'What is in a volume that no running VM uses; that it was read is audited',
    on: 'pool',
    permission: 'storage.manage',
    input: byName,
  }),
  createPool: write('createPool', {
    path: '/hosts/{host}/pools',
    summary: 'Make a storage pool; one that lies elsewhere than among the host’s images asks for host.manage, too',
    on: 'host',
    permission: 'storage.manage',
    rule: null,
    audit: { keeps: ['pool', 'source', 'start', 'autostart'] },
    input: NewPool,
    output: nothing,
  }),
  startPool: write('startPool', {
    ...onPool,
    path: `${poolPath}/start`,
    summary: 'Start a pool',
    audit: { keeps: ['pool'] },
    input: inPool,
    output: nothing,
  }),
  stopPool: write('stopPool', {
    ...onPool,
    path: `${poolPath}/stop`,
    summary: 'Stop a pool; VMs that are on keep what they have open, and none starts that has a disk in it by its pool',
    audit: { keeps: ['pool'] },
    input: inPool,
    output: nothing,
  }),
  refreshPool: write('refreshPool', {
    ...onPool,
    path: `${poolPath}/refresh`,
    summary: 'Look again for what is in a pool, and for how much room it has',
    audit: { keeps: ['pool'] },
    input: inPool,
    output: nothing,
  }),
  setPoolAutostart: write('setPoolAutostart', {
    ...onPool,
    method: 'PUT',
    path: `${poolPath}/autostart`,
    summary: 'Say whether a pool starts with its host',
    audit: { keeps: ['pool', 'autostart'] },
    input: z.extend(inPool, { autostart: z.boolean() }),
    output: nothing,
  }),
  listPoolUsers: read('listPoolUsers', {
    path: `${poolPath}/vms`,
    summary: 'The VMs whose disks lie in a pool, those that are on first',
    on: 'pool',
    permission: 'storage.see',
    input: inPool,
    output: PoolUsers,
  }),
  deletePool: write('deletePool', {
    ...onPool,
    method: 'DELETE',
    path: poolPath,
    summary: 'Forget a pool that is off; what lies there stays',
    audit: { keeps: ['pool'] },
    input: inPool,
    output: nothing,
  }),
}
