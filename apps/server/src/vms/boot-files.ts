import type { NewVm } from '@porthole/contract'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import { volumeAtPath } from '../pools/volume-at-path.ts'

/**
 * A kernel or initrd is a path on the host, and a guest can read whatever file it is given as one. Only an
 * administrator may name any file; everybody else those that lie in a storage pool.
 */
export async function checkBootFiles(link: HostLink, boot: NewVm['boot'], anyFile: boolean): Promise<void> {
  if (boot.kind !== 'kernel' || anyFile) return
  for (const [field, path] of Object.entries({ kernel: boot.kernel, initrd: boot.initrd })) {
    if (path === undefined || path === '' || (await volumeAtPath(link, path)) !== null) continue
    const message = `${path} lies in no storage pool: only an administrator may use other files of the host.`
    throw new Fault('NOT_ALLOWED', message, { data: { issues: [{ path: `boot.${field}`, message }] } })
  }
}
