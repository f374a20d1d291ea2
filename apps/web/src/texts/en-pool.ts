import type { PoolKind } from '@porthole/contract'
import { counted } from './counted.ts'

interface FieldWords {
  label: string
  placeholder?: string
  description?: string
}

const path: FieldWords = { label: 'Folder on the host', placeholder: '/srv/images' }
const mountPoint: FieldWords = { ...path, label: 'Mounted at', description: 'A folder that is not there is made.' }
const server: FieldWords = { label: 'Server', placeholder: 'nas.example.org' }

/** The words about storage pools themselves: making them, and what is done with one. */
export const pool = {
  newPool: 'New pool',
  name: 'Name',
  kind: 'Kind',
  kinds: {
    dir: 'dir: a folder of the host',
    fs: 'fs: a disk or partition with a file system',
    netfs: 'netfs: a folder that an NFS server exports',
    logical: 'logical: an LVM volume group',
    iscsi: 'iscsi: the disks of an iSCSI target',
  } satisfies Record<PoolKind, string>,
  fields: (kind: PoolKind) => ({
    path: kind === 'dir' ? { ...path, description: mountPoint.description } : mountPoint,
    device: { label: 'Device', placeholder: '/dev/disk/by-uuid/…', description: 'It is mounted, never formatted.' },
    host: server,
    dir: { label: 'Exported folder', placeholder: '/export/images' },
    group: { label: 'Volume group', placeholder: 'vg0', description: 'One that the host has; vgs lists them.' },
    target: { label: 'Target (IQN)', placeholder: 'iqn.2024-01.org.example:disks' },
  }),
  onlyAmongImages: (path: string) =>
    `The pool is a folder below ${path}; for other places and kinds one needs the permission host.manage.`,
  startNow: 'Start it now',
  startWithHost: 'Start it with the host',
  create: 'Make pool',
  made: (name: string) => `The storage pool ${name} is there.`,

  more: (name: string) => `All actions on the pool ${name}`,
  start: 'Start',
  started: (name: string) => `${name} is on.`,
  stop: 'Stop…',
  refresh: 'Refresh',
  refreshed: (name: string) => `${name} was looked at anew.`,
  autostart: 'Start with the host',
  noAutostart: 'Do not start with the host',
  starts: (name: string) => `${name} starts with its host.`,
  startsNot: (name: string) => `${name} does not start with its host.`,
  remove: 'Delete…',
  questions: {
    stop: {
      title: (name: string) => `Stop the pool ${name}?`,
      what: (_path: string | null) =>
        'libvirt does not show what is in it until it is started again, and unmounts what it has mounted for it. VMs that are on keep the disks that they have open.',
      confirm: 'Stop pool',
      done: (name: string) => `${name} is off.`,
    },
    delete: {
      title: (name: string) => `Delete the pool ${name}?`,
      what: (path: string | null) =>
        `libvirt forgets the pool. What lies ${path === null ? 'there' : `in ${path}`} stays; what was granted on the pool goes.`,
      confirm: 'Delete pool',
      done: (name: string) => `${name} is deleted; what lies there is not.`,
    },
  },
  users: 'Disks of these VMs lie in it:',
  noUsers: 'No VM has a disk in it.',
  running: (name: string) => `${name} (running)`,
  otherUsers: (n: number) => counted(n, 'more VM', 'more VMs'),
}
