// On a host with a network of its own: what leads guests out, needs a firewall or clashes with the host's own links.
import type { HostDetails, NetworkDetails } from '@porthole/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { administratorOf, visitorOf } from '../administrator.ts'
import { type Host, startHost } from '../host.ts'
import { type Porthole, startPorthole } from '../porthole.ts'

let host: Host
let porthole: Porthole
let admin: ReturnType<typeof visitorOf>
let id: string
let all: string

beforeAll(async () => {
  host = await startHost({ ownNetwork: true })
  await host.exec('ip', 'link', 'add', 'br7', 'type', 'bridge')
  await host.exec('ip', 'address', 'add', '10.8.0.5/24', 'dev', 'br7')
  await host.exec('ip', 'link', 'set', 'br7', 'up')
  porthole = await startPorthole({ libvirtUri: host.uri })
  admin = await administratorOf(porthole)
  id = (await admin.until<{ hosts: { id: string }[] }>('/hosts', ({ hosts }) => hosts.length > 0)).hosts[0]?.id ?? ''
  all = `/hosts/${id}/networks`
  await connected()
}, 120_000)
afterAll(async () => {
  await porthole?.stop()
  await host?.stop()
})

const make = (network: object) => admin.send('POST', all, network)
const names = async () => (await host.virsh('net-list', '--all', '--name')).split('\n').filter(Boolean)

const shown = (name: string, so: (network: NetworkDetails) => boolean) =>
  admin.until<NetworkDetails>(`${all}/${name}`, so)
const connected = () => admin.until<HostDetails>(`/hosts/${id}`, ({ state }) => state === 'connected')

const nic = (network: string) =>
  `<interface type='network'><source network='${network}'/><model type='virtio'/></interface>`

it('translates what guests send out, and tells which of them has which address until when', {
  timeout: 120_000,
}, async () => {
  const ipv4 = { subnet: '10.9.0.0/24', dhcp: { start: '10.9.0.50', end: '10.9.0.60' } }
  const ipv6 = { subnet: 'fd00:9::/64', dhcp: null }
  expect(await make({ name: 'out', mode: 'nat', ipv4, ipv6, domain: 'lab.example' })).toMatchObject({ status: 200 })
  const { bridge } = await shown('out', ({ active }) => active)
  expect(await host.exec('ip', '-brief', 'address', 'show', 'dev', bridge ?? '')).toMatch(
    /10\.9\.0\.1\/24 fd00:9::1\/64/,
  )
  for (const program of ['iptables', 'ip6tables']) {
    expect(await host.exec(program, '--table', 'nat', '--list-rules')).toMatch(
      /-s (10\.9\.0\.0\/24|fd00:9::\/64) .*MASQUERADE/,
    )
  }

  const vm = await host.define('leased', { devices: nic('out') })
  await host.virsh('start', 'leased')
  const { leases, vms } = await shown('out', ({ leases }) => (leases ?? []).length > 0)
  expect(vms).toEqual([{ id: vm, name: 'leased', active: true }])
  const [lease] = leases ?? []
  expect(lease).toMatchObject({ vm: { id: vm, name: 'leased' }, ip: expect.stringMatching(/^10\.9\.0\.(5\d|60)$/) })
  expect(lease?.mac).toMatch(/^52:54:00:/)
  expect(Date.parse(lease?.until ?? '')).toBeGreaterThan(Date.now() + 30 * 60_000)
  expect(await host.virsh('net-dhcp-leases', 'out')).toContain(lease?.ip)

  expect(await seenByNell('out')).toMatchObject({
    ...{ vms: [], others: { on: 1, off: 0 } },
    leases: [{ ip: lease?.ip, mac: null, hostname: null, until: lease?.until, vm: null }],
  })

  // As the page says before: who was on it stays without it until the next start.
  const cables = () => host.exec('ip', '-brief', 'link', 'show', 'master', bridge ?? '')
  expect(await cables()).toMatch(/^vnet/)
  await admin.send('POST', `${all}/out/stop`)
  await admin.send('POST', `${all}/out/start`)
  expect(await cables()).toBe('')
  await host.virsh('destroy', 'leased')
  await host.virsh('start', 'leased')
  expect(await cables()).toMatch(/^vnet/)
  await host.remove('leased')
})

/** As it is shown to somebody who may see that network, and none of the VMs on it. */
async function seenByNell(network: string): Promise<NetworkDetails> {
  const account = { email: 'nell@example.org', password: 'a long enough password' }
  const { body } = await admin.send('POST', '/people', { name: 'Nell', role: 'none', ...account })
  const on = { kind: 'network', host: id, network }
  await admin.send('POST', '/grants', { role: 'viewer', to: { kind: 'person', person: body.id }, on, expiresAt: null })
  const nell = visitorOf(porthole.url)
  await nell.send('POST', '/session', account)
  return (await nell.send('GET', `${all}/${network}`)).body
}

it('leaves nothing of one that can not be started, and says why', async () => {
  const before = await names()
  const clash = await make({ name: 'clash', mode: 'isolated', ipv4: { subnet: '10.8.0.0/24', dhcp: null } })
  expect(clash).toMatchObject({
    status: 409,
    body: {
      code: 'IN_USE',
      message: 'The host has addresses of this subnet at its interface br7 already: take another subnet.',
    },
  })
  expect(await names()).toEqual(before)
  await host.exec('mount', '--bind', '/dev/null', '/usr/sbin/dnsmasq')
  try {
    const unserved = await make({ name: 'unserved', mode: 'isolated', ipv4: { subnet: '10.7.0.0/24', dhcp: null } })
    expect(unserved.body).toMatchObject({ code: 'NOT_SUPPORTED', message: expect.stringContaining('no dnsmasq') })
  } finally {
    await host.exec('umount', '/usr/sbin/dnsmasq')
  }
  expect(await names()).toEqual(before)
})

it('stands for a bridge that the host has, and for no other', async () => {
  expect((await admin.send('GET', all.replace(/networks$/, 'bridges'))).body).toEqual({ bridges: ['br7'] })
  const missing = await make({ name: 'beside', mode: 'bridge', bridge: 'br8' })
  expect(missing.body).toMatchObject({ message: 'This host has no bridge "br8": it has br7.' })
  expect((await make({ name: 'beside', mode: 'bridge', bridge: 'br7' })).status).toBe(200)
  expect(await shown('beside', () => true)).toMatchObject({ mode: 'bridge', bridge: 'br7', active: true, subnets: [] })
  await host.define('neighbour', { devices: nic('beside') })
  await host.virsh('start', 'neighbour')
  expect(await host.exec('ip', '-brief', 'link', 'show', 'master', 'br7')).toMatch(/^vnet/)
  await host.remove('neighbour')
})
