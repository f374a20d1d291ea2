import * as z from 'zod/mini'
import { read, write } from './entry.ts'
import { HostKey } from './host.ts'
import { NewNetwork } from './new-network.ts'

export const Network = z.object({
  name: z.string(),
  active: z.boolean(),
  autostart: z.boolean(),
  /** False for one that is gone once it is stopped. */
  persistent: z.boolean(),
  /** nat, route, bridge, isolated …: the forward mode in libvirt's words. */
  mode: z.string(),
  bridge: z.nullable(z.string()),
  /** The interface of the host that it leads out by; null for any. */
  device: z.nullable(z.string()),
  /** The DNS domain of its guests. */
  domain: z.nullable(z.string()),
  subnets: z.array(
    z.object({
      /** As 192.168.122.0/24; null where its definition does not say how long it is. */
      subnet: z.nullable(z.string()),
      /** The host's own in it. */
      address: z.string(),
      /** What DHCP gives out. */
      ranges: z.array(z.object({ start: z.string(), end: z.string() })),
    }),
  ),
  /** The reader may start, stop and delete it. */
  canManage: z.boolean(),
})
export type Network = z.infer<typeof Network>

export const Lease = z.object({
  ip: z.string(),
  /** Null, as the host name is, where it is a VM's that the reader may not see. */
  mac: z.nullable(z.string()),
  /** What the guest calls itself. */
  hostname: z.nullable(z.string()),
  /** Null for one without an end. */
  until: z.nullable(z.iso.datetime()),
  vm: z.nullable(z.object({ id: z.guid(), name: z.string() })),
})
export type Lease = z.infer<typeof Lease>

export const NetworkDetails = z.extend(Network, {
  /** Null where libvirt tells none: the network is off, or another DHCP server serves it. */
  leases: z.nullable(z.array(Lease)),
  /** The VMs of its host with an interface on it. */
  vms: z.array(z.object({ id: z.guid(), name: z.string(), active: z.boolean() })),
  /** How many more there are that the reader may not see. */
  others: z.object({ on: z.int(), off: z.int() }),
})
export type NetworkDetails = z.infer<typeof NetworkDetails>

const NetworkKey = z.extend(HostKey, { network: z.string().check(z.minLength(1), z.maxLength(255)) })

const onNetwork = { on: 'network', permission: 'network.manage', rule: null } as const
const all = '/hosts/{host}/networks'
const one = `${all}/{network}` as const
const nothing = z.object({})
const audit = { keeps: ['network'] }

export const networks = {
  listNetworks: read('listNetworks', {
    path: all,
    summary: 'The virtual networks of a host that you may see',
    on: 'host',
    permission: 'host.see',
    input: HostKey,
    output: z.object({ networks: z.array(Network) }),
  }),
  getNetwork: read('getNetwork', {
    path: one,
    summary: 'A network with its DHCP leases and the VMs that are on it',
    on: 'network',
    permission: 'network.see',
    input: NetworkKey,
    output: NetworkDetails,
  }),
  listBridges: read('listBridges', {
    path: '/hosts/{host}/bridges',
    summary: 'The bridges of a host that a network can stand for, apart from those of its networks',
    on: 'host',
    permission: 'network.manage',
    input: HostKey,
    /** Null where libvirt can not tell. */
    output: z.object({ bridges: z.nullable(z.array(z.string())) }),
  }),
  createNetwork: write('createNetwork', {
    path: all,
    summary: 'Make a network and, unless told otherwise, start it now and with its host; all of it or nothing',
    on: 'host',
    permission: 'network.manage',
    rule: null,
    audit: { keeps: ['name', 'mode', 'bridge', 'ipv4', 'ipv6', 'domain', 'start', 'autostart'] },
    input: NewNetwork,
    output: z.object({ name: z.string() }),
  }),
  startNetwork: write('startNetwork', {
    ...onNetwork,
    path: `${one}/start`,
    summary: 'Start a network',
    audit,
    input: NetworkKey,
    output: nothing,
  }),
  stopNetwork: write('stopNetwork', {
    ...onNetwork,
    path: `${one}/stop`,
    summary: 'Stop a network: the VMs on it go on without one. One that is not kept is gone then',
    audit,
    input: NetworkKey,
    output: nothing,
  }),
  setNetworkAutostart: write('setNetworkAutostart', {
    ...onNetwork,
    method: 'PUT',
    path: `${one}/autostart`,
    summary: 'Say whether a network starts with its host',
    audit: { keeps: ['network', 'autostart'] },
    input: z.extend(NetworkKey, { autostart: z.boolean() }),
    output: nothing,
  }),
  deleteNetwork: write('deleteNetwork', {
    ...onNetwork,
    method: 'DELETE',
    path: one,
    summary: 'Delete a network that is off',
    audit,
    input: NetworkKey,
    output: nothing,
  }),
}
