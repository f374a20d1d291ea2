import * as z from 'zod/mini'
import { Problem } from './errors.ts'
import { permissions } from './permissions.ts'

/** What a host can be marked with, so that eyes find it: names, because each of the window's two looks has its own shades. */
export const hostColours = ['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink'] as const
export const HostColour = z.enum(hostColours)
export type HostColour = z.infer<typeof HostColour>

export const HostLabels = z
  .array(
    z
      .string()
      .check(
        z.trim(),
        z.regex(/^[\p{L}\p{N}][\p{L}\p{N}_.:=/-]{0,31}$/u, 'A label has up to 32 letters, digits and _ . : = / -'),
      ),
  )
  .check(
    z.maxLength(16, 'A host has at most 16 labels.'),
    z.overwrite(labels => [...new Set(labels)]),
  )

export const Host = z.object({
  id: z.string(),
  name: z.string(),
  /** libvirt's connection URI, without anything secret. */
  uri: z.string(),
  /** `connecting` is the first try; `away` is every state in which its VMs are last known, not live. */
  state: z.enum(['connecting', 'connected', 'away']),
  /** Since when it is in that state. */
  since: z.iso.datetime(),
  /** Until when it was connected: what is shown of it is from then. Null while it is, and before it ever was. */
  lastSeen: z.nullable(z.iso.datetime()),
  /** Why it is away and what helps; null while connected. */
  problem: z.nullable(Problem),
  /** Since when nothing new starts on it; null outside of maintenance. */
  maintenance: z.nullable(z.iso.datetime()),
  /** What people group hosts by. */
  labels: z.array(z.string()),
  colour: z.nullable(HostColour),
  /** Null until it was connected once. */
  node: z.nullable(
    z.object({
      hostname: z.string(),
      hypervisor: z.string(),
      hypervisorVersion: z.string(),
      libvirtVersion: z.string(),
      arch: z.string(),
      cpus: z.int(),
      memoryKiB: z.int(),
    }),
  ),
  can: z.array(z.enum(permissions)),
  revision: z.int(),
})
export type Host = z.infer<typeof Host>

/** Names a host. */
export const HostKey = z.object({ host: z.string() })

/** What a host is made of, read from its libvirt while it is connected. */
export const HostMachine = z.object({
  uuid: z.nullable(z.string()),
  cpuModel: z.nullable(z.string()),
  mhz: z.int(),
  sockets: z.int(),
  /** For each socket. */
  cores: z.int(),
  /** For each core. */
  threads: z.int(),
  numa: z.array(z.object({ id: z.int(), cpus: z.int(), memoryKiB: z.nullable(z.int()) })),
  /** Null where the driver does not tell. */
  freeMemoryKiB: z.nullable(z.int()),
  /** What its driver runs: for each architecture the ways, such as kvm and qemu. */
  guests: z.array(z.object({ arch: z.string(), types: z.array(z.string()), machines: z.int() })),
  /** libvirt's security drivers: apparmor, selinux, dac. */
  security: z.array(z.string()),
  iommu: z.nullable(z.boolean()),
  /** The ways in which it takes a migrating guest. */
  migration: z.array(z.string()),
})
export type HostMachine = z.infer<typeof HostMachine>

/** What one may know of certificates without having them. */
export const CertificateFacts = z.object({
  authority: z.string(),
  authorityUntil: z.iso.datetime(),
  /** Whose Porthole's own certificate is; null where the host asks for none. */
  subject: z.nullable(z.string()),
  until: z.nullable(z.iso.datetime()),
})
export type CertificateFacts = z.infer<typeof CertificateFacts>

export const HostDetails = z.extend(Host, {
  notes: z.string(),
  /** Its own certificates; null where those of the data folder serve, or none are needed. */
  certificates: z.nullable(CertificateFacts),
  /** Null while it is away. */
  machine: z.nullable(HostMachine),
})
export type HostDetails = z.infer<typeof HostDetails>

/** What begins something on a host, or may, and therefore waits until its maintenance is over. */
const beginning: ReadonlySet<string> = new Set(['startVm', 'restoreVm', 'createVm', 'revertToSnapshot'])

/** Why an act must wait, where its host is in maintenance; null when it need not. Everything else goes on as usual. */
export function maintenanceRefusal(act: string, host: Pick<Host, 'name' | 'maintenance'>): string | null {
  return host.maintenance !== null && beginning.has(act)
    ? `${host.name} is in maintenance, so nothing starts there: choose another host, or end its maintenance first.`
    : null
}
