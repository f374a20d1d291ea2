// What mount(8), LVM and iscsiadm say on hosts that have them, as libvirt passes it on.
import { expect, it } from 'vitest'
import { Fault } from '../fault.ts'
import { askPool } from './pool-fault.ts'

const mount = (said: string) =>
  `internal error: Child process (/bin/mount -o nodev,nosuid,noexec nas:/x /srv/x) unexpected exit status 32: ${said}`

it.each([
  [mount('mount.nfs: Connection timed out'), 'LIBVIRT_FAILED', /does not reach the NFS server/],
  [mount('mount.nfs: Connection refused'), 'LIBVIRT_FAILED', /does not reach the NFS server/],
  [mount('mount.nfs: No route to host'), 'LIBVIRT_FAILED', /does not reach the NFS server/],
  [mount('mount.nfs: Failed to resolve server nas: Name or service not known'), 'LIBVIRT_FAILED', /does not reach/],
  [mount('mount.nfs: access denied by server while mounting nas:/x'), 'LIBVIRT_FAILED', /look at its exports/],
  [
    mount('mount.nfs: mounting nas:/x failed, reason given by server: No such file or directory'),
    'LIBVIRT_FAILED',
    /look at its exports/,
  ],
  [
    mount(
      'mount: /srv/x: bad option; for several filesystems (e.g. nfs, cifs) you might need a /sbin/mount.<type> helper program.',
    ),
    'NOT_SUPPORTED',
    /install nfs-common/,
  ],
  [mount('mount: /srv/x: wrong fs type, bad option, bad superblock on /dev/sdb1'), 'NOT_SUPPORTED', /lsblk -f/],
  [
    'internal error: Child process (/bin/umount /srv/x) unexpected exit status 32: umount: /srv/x: target is busy.',
    'IN_USE',
    /uses \/srv\/x/,
  ],
  [
    'internal error: Child process (vgchange -aly vg0) unexpected exit status 5:   Volume group "vg0" not found',
    'MEDIA_MISSING',
    /no such LVM/,
  ],
  ['internal error: /usr/sbin/iscsiadm failed: iscsiadm: No portals found', 'LIBVIRT_FAILED', /port 3260/],
  ['internal error: missing backend for pool type 11 (rbd)', 'NOT_SUPPORTED', /install its storage drivers/],
] as const)('knows what helps against: %s', async (message, code, sentence) => {
  const libvirt = { code: 1, domain: 18, level: 2, message, procedure: 'storagePoolCreate' }
  const refused = askPool({ name: 'x', type: 'netfs', path: '/srv/x' }, () =>
    Promise.reject(new Fault('LIBVIRT_FAILED', undefined, { data: { libvirt } })),
  )
  await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(sentence), data: { libvirt } })
})
