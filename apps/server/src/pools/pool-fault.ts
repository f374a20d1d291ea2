import type { ErrorCode } from '@porthole/contract'
import { Fault } from '../fault.ts'

/** What a sentence about a pool names. */
export interface NamedPool {
  readonly name: string
  readonly type: string
  readonly path: string | null
}

type Cause = readonly [RegExp, ErrorCode, (pool: NamedPool) => string]

/** What libvirt, mount(8), LVM and iscsiadm say, and what helps. The first that matches wins. */
const causes: readonly Cause[] = [
  [
    /has asynchronous jobs running/,
    'IN_USE',
    ({ name }) => `Something is written in "${name}" now: wait until it ends.`,
  ],
  [/(target|device) is busy/, 'IN_USE', ({ path }) => `Something on the host uses ${path}: shut down what does first.`],
  [
    /Storage source conflict|already exists with uuid/,
    'NAME_TAKEN',
    () => 'Another storage pool of this host has this name, or lies there.',
  ],
  [
    /special device \S+ does not exist|Can't open blockdev/,
    'MEDIA_MISSING',
    () => 'The host has no such device: lsblk -f shows those that it has.',
  ],
  [/Not a directory/, 'MEDIA_MISSING', ({ path }) => `${path} is no folder on the host: choose another path.`],
  [
    /cannot find logical volume group|Volume group \S+ not found/,
    'MEDIA_MISSING',
    () => 'The host has no such LVM volume group: vgs shows those that it has.',
  ],
  [
    /unknown filesystem type 'nfs|helper program|bad option; for several filesystems/,
    'NOT_SUPPORTED',
    () => 'The host can not mount NFS: install nfs-common there (nfs-utils on Fedora and its like).',
  ],
  [
    /access denied by server|reason given by server|Protocol not supported/,
    'LIBVIRT_FAILED',
    () => 'The NFS server does not give this host that folder: look at its exports.',
  ],
  [
    /mount.*(refused|timed out|No route|unreachable|not known|resolv|is down)/is,
    'LIBVIRT_FAILED',
    () => 'The host does not reach the NFS server: check its name, that it is up, and that port 2049 is open.',
  ],
  [
    /wrong fs type|unknown filesystem|can't read superblock/,
    'NOT_SUPPORTED',
    () => 'The device has no file system that the host can mount: lsblk -f shows what is on it.',
  ],
  [
    /iscsiadm\b.*'127'|Cannot find 'iscsiadm'/,
    'NOT_SUPPORTED',
    () => 'The host has no iscsiadm: install open-iscsi there (iscsi-initiator-utils on Fedora and its like).',
  ],
  [
    /iscsi/i,
    'LIBVIRT_FAILED',
    () => 'The host does not get that iSCSI target: check that the server answers on port 3260 and lets this host in.',
  ],
  [
    /missing backend for pool type|pool type '?\S+'? is not supported/i,
    'NOT_SUPPORTED',
    ({ type }) => `The libvirt of this host has no driver for pools of the type ${type}: install its storage drivers.`,
  ],
]

/** Nobody there: neither the folder, nor where another file system is to be mounted. */
export const isFolderMissing = (error: unknown): boolean =>
  /cannot open directory.*No such file|mount point does not exist/s.test(libvirtWords(error))

const libvirtWords = (error: unknown) => (error instanceof Fault && error.data?.libvirt?.message) || ''

/** Asks libvirt for something about a pool. @throws {Fault} that says what helps, where that is known */
export async function askPool<T>(pool: NamedPool, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    throw explained(error, pool)
  }
}

function explained(error: unknown, pool: NamedPool): unknown {
  const words = libvirtWords(error)
  const because = (code: ErrorCode, message: string) =>
    new Fault(code, message, { cause: error, data: { ...(error as Fault).data } })
  const [, code, sentence] = causes.find(([pattern]) => pattern.test(words)) ?? []
  if (code !== undefined && sentence !== undefined) return because(code, sentence(pool))
  if (!isFolderMissing(error)) return error
  return because('MEDIA_MISSING', `The folder ${pool.path} is not there on the host: make it, or put it back.`)
}
