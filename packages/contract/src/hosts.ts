import * as z from 'zod/mini'
import { read, write } from './entry.ts'
import { Problem } from './errors.ts'
import { Host, HostColour, HostDetails, HostKey, HostLabels } from './host.ts'
import { HostAddress, HostCertificates, HostName, HostPlace, HostTest, HostUri, KeyFingerprint } from './new-host.ts'

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

/** Something on a host that has no id of its own. */
const NamedOnHost = z.object({ host: z.string(), name: z.string() })
export type NamedOnHost = z.infer<typeof NamedOnHost>

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
  listPoolsAndNetworks: read('listPoolsAndNetworks', {
    path: '/pools-and-networks',
    summary: 'The names of the storage pools and networks that you may see, on all hosts that answer at once',
    on: 'installation',
    permission: 'signed-in',
    input: z.object({}),
    output: z.object({ pools: z.array(NamedOnHost), networks: z.array(NamedOnHost) }),
  }),
  getAccelerators: read('getAccelerators', {
    path: '/hosts/{host}/accelerators',
    summary: 'Whether the host offers KVM and TCG, and for which machine',
    on: 'host',
    permission: 'host.see',
    input: HostKey,
    output: Accelerators,
  }),
  getHost: read('getHost', {
    path: '/hosts/{host}',
    summary: 'What a host is, can do and lacks',
    on: 'host',
    permission: 'host.see',
    input: HostKey,
    output: HostDetails,
  }),
  getSshKey: read('getSshKey', {
    path: '/ssh-key',
    summary: 'The public key that Porthole logs in with, as a line for authorized_keys',
    on: 'installation',
    permission: 'host.manage',
    input: z.object({}),
    output: z.object({ publicLine: z.string() }),
  }),
  testHost: write('testHost', {
    path: '/host-test',
    summary: 'Try the way to a host step by step; nothing is kept',
    on: 'installation',
    permission: 'host.manage',
    rule: null,
    audit: { keeps: ['host', 'uri'] },
    /** `host` names one that is here: it is tried with what is stored for it. */
    input: z.union([z.object({ host: z.string() }), HostPlace]),
    output: HostTest,
  }),
  approveHostKey: write('approveHostKey', {
    path: '/host-keys',
    summary: "Trust a host's SSH key from now on, if it is the one with this fingerprint",
    on: 'installation',
    permission: 'host.manage',
    rule: null,
    audit: { keeps: ['uri', 'fingerprint', 'replaces'] },
    input: z.object({
      uri: HostUri,
      fingerprint: KeyFingerprint,
      /** The fingerprint of the known key that it takes the place of; without it a changed key is refused. */
      replaces: z.optional(KeyFingerprint),
    }),
    output: z.object({}),
  }),
  makeHostCertificates: write('makeHostCertificates', {
    path: '/host-certificates',
    summary: "Certificates by Porthole's own CA for a host, in a script to run there; made anew each time",
    on: 'installation',
    permission: 'host.manage',
    rule: null,
    audit: { keeps: ['name'] },
    input: z.object({ name: HostAddress }),
    output: z.object({
      /** A shell script for root on the host. It holds the host's private key, which is kept nowhere else. */
      script: z.string(),
      /** When the host's certificate ends. */
      until: z.iso.datetime(),
    }),
  }),
  addHost: write('addHost', {
    path: '/hosts',
    summary: 'Add a libvirt host by its connection URI',
    on: 'installation',
    permission: 'host.manage',
    rule: null,
    audit: { keeps: ['name', 'uri', 'plainTcp'], makes: 'host' },
    input: z.extend(HostPlace, { name: HostName }),
    output: z.object({ id: z.string() }),
  }),
  changeHost: write('changeHost', {
    method: 'PUT',
    path: '/hosts/{host}',
    summary: 'Rename a host, note or mark something about it, begin or end its maintenance, give it certificates',
    on: 'host',
    permission: 'host.manage',
    rule: null,
    audit: { keeps: ['name', 'maintenance', 'labels', 'colour'] },
    /** What is left out stays as it is. */
    input: z.extend(HostKey, {
      name: z.optional(HostName),
      notes: z.optional(z.string().check(z.maxLength(4000, 'Notes have at most 4000 characters.'))),
      maintenance: z.optional(z.boolean()),
      labels: z.optional(HostLabels),
      colour: z.optional(z.nullable(HostColour)),
      /** Null takes them away, so that those in the data folder serve again. */
      certificates: z.optional(z.nullable(HostCertificates)),
    }),
    output: z.object({}),
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
