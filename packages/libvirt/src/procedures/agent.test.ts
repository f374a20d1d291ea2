// What the agent in a running guest answers: time, addresses, file systems, users. And what the host knows of its leases.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LinuxGuest, linuxGuest } from '../../test/linux-guest.ts'
import { hear, openHost, type ProofHost, probeMs } from '../../test/proof-host.ts'
import { fieldsOf, rowsOf } from '../../test/virsh.ts'
import type { Connection } from '../connection.ts'
import { ConnectDomainEventAgentLifecycleState, DomainInterfaceAddressesSource, ErrorNumber } from '../constants.gen.ts'
import type { Domain, Network } from '../protocol/structures.gen.ts'

const prefix = 't-proof-agent'
const mac = '52:54:00:bb:00:01'
let host: ProofHost
let connection: Connection
let guest: LinuxGuest
let dom: Domain
let net: Network

beforeAll(async () => {
  host = await openHost(prefix)
  connection = host.connection
  guest = await linuxGuest()
  const network = `<network xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0'><name>${prefix}</name><bridge name='tproofagent0'/>
    <ip address='192.168.214.1' netmask='255.255.255.0'><dhcp><range start='192.168.214.10' end='192.168.214.20'/></dhcp></ip>
    <dnsmasq:options><dnsmasq:option value='no-ping'/></dnsmasq:options></network>`
  net = (await connection.call('networkCreateXml', { xml: network })).net
  const devices = `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${guest.disk}'/><target dev='vda' bus='virtio'/></disk>
    <interface type='network'><mac address='${mac}'/><source network='${prefix}'/><model type='virtio'/></interface>`
  dom = (await connection.call('domainDefineXml', { xml: guest.xml(prefix, { devices }) })).dom
  const lifecycle = await hear(connection, 'domainAgentLifecycle', { only: dom })
  dom = (await connection.call('domainCreateWithFlags', { dom })).dom
  await lifecycle.until(({ state }) => state === ConnectDomainEventAgentLifecycleState.CONNECTED)
  await addressed()
}, 2 * probeMs)
afterAll(async () => {
  await host?.close()
  await guest?.remove()
})

const agent = async (execute: string, args?: object) => {
  const cmd = JSON.stringify(args ? { execute, arguments: args } : { execute })
  const { result } = await connection.call('qemuDomainAgentCommand', { dom, cmd, timeout: -2 })
  return JSON.parse(result ?? '').return
}

/** The guest gets its address by DHCP, and gives itself its link-local one, beside its boot and in their own time. */
async function addressed(): Promise<void> {
  // The agent starts a program that waits for its file.
  const script = `has() { ip addr show eth0 | grep -v tentative | grep -q "$1"; }
    until has 192.168.214 && { [ ! -e /proc/net/if_inet6 ] || has fe80; }; do sleep 0.1; done`
  const { pid } = await agent('guest-exec', { path: '/bin/sh', arg: ['-c', script] })
  for (let exited = false; !exited; ) exited = (await agent('guest-exec-status', { pid })).exited
}

test('a command of the agent', async () => {
  const info = await agent('guest-info')
  const told = JSON.parse(await host.virsh('qemu-agent-command', prefix, '{"execute":"guest-info"}')).return
  expect(info).toEqual(told)
  expect((await connection.call('domainAgentSetResponseTimeout', { dom, timeout: 20 })).result).toBe(0)
  await host.virsh('guest-agent-timeout', prefix, '--timeout', '30')
})

test('the clock: set by us and by virsh', async () => {
  const seconds = 1_500_000_000
  await connection.call('domainSetTime', { dom, seconds, nseconds: 0 })
  const before = Number((await host.virsh('domtime', prefix)).replace(/^Time: /, ''))
  const ours = Number((await connection.call('domainGetTime', { dom })).seconds)
  const after = Number((await host.virsh('domtime', prefix)).replace(/^Time: /, ''))
  expect(before).toBeGreaterThanOrEqual(seconds)
  expect(ours).toBeGreaterThanOrEqual(before)
  expect(ours).toBeLessThanOrEqual(after)
  await host.virsh('domtime', prefix, '--time', '1600000000')
  expect(Number((await connection.call('domainGetTime', { dom })).seconds)).toBeGreaterThanOrEqual(1_600_000_000)
})

test('addresses: by the lease, by the agent, by ARP; and the lease itself', { timeout: 60_000 }, async () => {
  const { leases } = await connection.call('networkGetDhcpLeases', { net, mac: null })
  const told = rowsOf(await host.virsh('net-dhcp-leases', prefix)).filter(row => row.includes(mac))
  expect(leases.map(lease => [lease.mac, `${lease.ipaddr}/${lease.prefix}`, lease.hostname])).toEqual(
    told.map(row => [row[1], row[3], row[4]]),
  )
  expect((await connection.call('networkGetDhcpLeases', { net, mac })).leases).toEqual(leases)
  expect((await connection.call('networkGetDhcpLeases', { net, mac: '52:54:00:00:00:99' })).leases).toEqual([])

  const addresses = async (source: number) =>
    (await connection.call('domainInterfaceAddresses', { dom, source })).ifaces.flatMap(({ name, hwaddr, addrs }) =>
      addrs.map(({ type, addr, prefix }) => [name, hwaddr, ['ipv4', 'ipv6'][type], `${addr}/${prefix}`]),
    )
  const { LEASE, AGENT, ARP } = DomainInterfaceAddressesSource
  for (const [source, name] of [
    [LEASE, 'lease'],
    [AGENT, 'agent'],
  ] as const) {
    const ours = await addresses(source)
    expect(ours).toEqual(rowsOf(await host.virsh('domifaddr', prefix, '--source', name, '--full')))
    expect(ours.flat()).toContain(`${leases[0]?.ipaddr}/24`)
  }
  // libvirt may be older than the kernel and not read its ARP table: then it says so, to both.
  const byArp = await addresses(ARP).catch((error: Error) => error.message)
  const virsh = await host
    .virsh('domifaddr', prefix, '--source', 'arp', '--full')
    .then(rowsOf, (error: Error) => error.message)
  expect(virsh).toEqual(typeof byArp === 'string' ? expect.stringContaining(byArp) : byArp)
})

test('host name, users, system: guest information', async () => {
  const { hostname } = await connection.call('domainGetHostname', {
    dom,
    flags: DomainInterfaceAddressesSource.AGENT << 1,
  })
  expect(hostname).toBe(await host.virsh('domhostname', prefix, '--source', 'agent'))
  expect(hostname).toBe(prefix)
  const { params } = await connection.call('domainGetGuestInfo', { dom, types: 0 })
  const told = fieldsOf(await host.virsh('guestinfo', prefix))
  const said = (value: unknown) => (value === true ? 'yes' : value === false ? 'no' : String(value))
  const moving = /load|used-bytes|login-time/
  const stable = (all: object) =>
    Object.fromEntries(
      Object.entries(all)
        .filter(([name]) => !moving.test(name))
        .map(([name, value]) => [name, said(value)]),
    )
  expect(stable(params)).toEqual(stable(told))
  expect(params).toMatchObject({ 'os.id': 'debian', hostname: prefix })
})

test('file systems: listed, frozen, thawed, trimmed', async () => {
  const { info } = await connection.call('domainGetFsinfo', { dom })
  expect(
    info.map(({ mountpoint, name, fstype, dev_aliases }) => [mountpoint, name, fstype, dev_aliases.join()]),
  ).toEqual(rowsOf(await host.virsh('domfsinfo', prefix)))
  const frozen = await connection.call('domainFsfreeze', { dom, mountpoints: [] })
  expect(frozen.filesystems).toBe(1)
  expect(await host.virsh('domfsthaw', prefix)).toMatch(/Thawed 1 /)
  expect(await host.virsh('domfsfreeze', prefix)).toMatch(/Froze 1 /)
  expect((await connection.call('domainFsthaw', { dom, mountpoints: [] })).filesystems).toBe(1)
  expect(await connection.call('domainFstrim', { dom, mountPoint: null, minimum: 0 })).toBe(undefined)
})

test('a password and keys for logging in', async () => {
  const keys = ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0zDbXyP9m8c1k3gXo5m6d6Qk9mM3J0d2JkZmdoamts proof']
  await connection.call('domainAuthorizedSshKeysSet', { dom, user: 'root', keys })
  expect(await host.virsh('get-user-sshkeys', prefix, 'root')).toBe(keys.join('\n'))
  expect((await connection.call('domainAuthorizedSshKeysGet', { dom, user: 'root' })).keys).toEqual(keys)
  // The guest has no program to change a password: the agent says so, to both.
  const refusal = connection.call('domainSetUserPassword', { dom, user: 'root', password: 'secret' })
  await expect(refusal).rejects.toMatchObject({ code: ErrorNumber.INTERNAL_ERROR })
})
