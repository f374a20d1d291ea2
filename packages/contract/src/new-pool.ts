import * as z from 'zod/mini'
import { HostKey } from './host.ts'
import { HostAddress } from './new-host.ts'

/** The name of a file in a pool, or of a pool, which libvirt keeps in a file of that name. */
export const storageName = (thing: 'volume' | 'pool') =>
  z
    .string()
    .check(
      z.minLength(1, `Give the ${thing} a name.`),
      z.maxLength(200, 'A name has at most 200 characters.'),
      z.regex(/^[^/\p{C}]*$/u, 'A name has no slash, and nothing that can not be seen.'),
      z.regex(/^[\p{L}\p{N}_]/u, 'A name begins with a letter, a digit or an underscore.'),
      z.regex(/\S$/u, 'A name does not end in a space.'),
    )

const absolute = (pattern: RegExp, sentence: string) =>
  z.string().check(
    z.trim(),
    z.overwrite(path => path.replace(/(.)\/+$/, '$1')),
    z.maxLength(1024, 'A path has at most 1024 characters.'),
    z.regex(pattern, sentence),
  )

/** A folder of the host below its root, written in one way alone. */
const Folder = absolute(
  /^(?:\/(?!\.{1,2}(?:\/|$))[^/\p{C}]+)+$/u,
  'Give a whole path without . and .. in it, such as /srv/images.',
)
const Export = absolute(
  /^(?:\/|(?:\/(?!\.{1,2}(?:\/|$))[^/\p{C}]+)+)$/u,
  'Give the path that the server exports, such as /export/images.',
)
const Device = absolute(
  /^\/dev(?:\/(?!\.{1,2}(?:\/|$))[^/\p{C}]+)+$/u,
  'Give the path of a device, such as /dev/disk/by-uuid/….',
)

/** Names of LVM: lvm(8), VALID NAMES. */
const VolumeGroup = z
  .string()
  .check(
    z.trim(),
    z.maxLength(127, 'A name has at most 127 characters.'),
    z.regex(/^(?!\.{1,2}$)[A-Za-z0-9+_.][A-Za-z0-9+_.-]*$/, 'Give the name of a volume group, as vgs shows it.'),
  )

/** RFC 3720, section 3.2.6 */
const IscsiTarget = z
  .string()
  .check(
    z.trim(),
    z.maxLength(223, 'A name has at most 223 characters.'),
    z.regex(
      /^(?:iqn\.\d{4}-\d{2}\.[a-z0-9][a-z0-9.:_-]*|(?:eui|naa)\.[0-9A-Fa-f]{16,32})$/,
      'Give the IQN of a target, such as iqn.2024-01.org.example:disks.',
    ),
  )

/** Where a new pool lies, by its kind. */
export const PoolSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('dir'), path: Folder }),
  /** A device that has a file system already. */
  z.object({ kind: z.literal('fs'), device: Device, path: Folder }),
  z.object({ kind: z.literal('netfs'), host: HostAddress, dir: Export, path: Folder }),
  z.object({ kind: z.literal('logical'), group: VolumeGroup }),
  z.object({ kind: z.literal('iscsi'), host: HostAddress, target: IscsiTarget }),
])
export type PoolSource = z.infer<typeof PoolSource>

export const NewPool = z.extend(HostKey, {
  /** Its name. */
  pool: storageName('pool'),
  source: PoolSource,
  start: z._default(z.boolean(), true),
  autostart: z._default(z.boolean(), true),
})
export type NewPool = z.infer<typeof NewPool>
