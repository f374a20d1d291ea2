import * as z from 'zod/mini'
import { read, write } from './entry.ts'
import { Problem } from './errors.ts'
import { permissions } from './permissions.ts'

export const Host = z.object({
  id: z.string(),
  name: z.string(),
  /** libvirt's connection URI, without anything secret. */
  uri: z.string(),
  /** `connecting` is the first try; `away` is every state in which its VMs are last known, not live. */
  state: z.enum(['connecting', 'connected', 'away']),
  /** Since when it is in that state. */
  since: z.iso.datetime(),
  /** Why it is away and what helps; null while connected. */
  problem: z.nullable(Problem),
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

export const HostKey = z.object({ host: z.string() })

/** What the host can run, by libvirt's domain capabilities. */
export const Accelerators = z.object({
  arch: z.string(),
  machine: z.string(),
  maxVcpus: z.int(),
  kvm: z.object({
    offered: z.boolean(),
    /** Null when KVM is offered and nothing speaks against it. */
    problem: z.nullable(z.string()),
  }),
  tcg: z.object({ offered: z.boolean() }),
})
export type Accelerators = z.infer<typeof Accelerators>

export const hosts = {
  listHosts: read('listHosts', {
    path: '/hosts',
    summary: 'Every host that you may see',
    on: 'installation',
    permission: 'signed-in',
    input: z.object({}),
    output: z.object({
      hosts: z.array(Host),
      /** Why this machine's own libvirt is not among the hosts; null when it is, or was removed on purpose. */
      thisMachine: z.nullable(Problem),
    }),
  }),
  getAccelerators: read('getAccelerators', {
    path: '/hosts/{host}/accelerators',
    summary: 'Whether the host offers KVM and TCG, and for which machine',
    on: 'host',
    permission: 'host.see',
    input: HostKey,
    output: Accelerators,
  }),
  addHost: write('addHost', {
    path: '/hosts',
    summary: 'Add a libvirt host by its connection URI',
    on: 'installation',
    permission: 'host.manage',
    rule: null,
    audit: { keeps: ['name', 'uri'], makes: 'host' },
    input: z.object({
      name: z
        .string()
        .check(z.trim(), z.minLength(1, 'Give the host a name.'), z.maxLength(64, 'A name has at most 64 characters.')),
      uri: z.string().check(z.trim(), z.minLength(1, 'Give a libvirt URI, such as qemu:///system.'), z.maxLength(1024)),
    }),
    output: z.object({ id: z.string() }),
  }),
  removeHost: write('removeHost', {
    method: 'DELETE',
    path: '/hosts/{host}',
    summary: 'Forget a host; nothing on it is touched',
    on: 'host',
    permission: 'host.manage',
    rule: null,
    audit: { keeps: [] },
    input: HostKey,
    output: z.object({}),
  }),
}
