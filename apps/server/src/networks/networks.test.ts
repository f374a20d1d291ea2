// On QEMU's host: its networks have real bridges and DHCP servers, isolated, so that nothing leads out of this machine.
import { execFileSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { emptyDatabases, usualDialect } from '../../test/databases.ts'
import { defineGuest, guestName } from '../../test/guest.ts'
import { caller, changed, liveCore } from '../../test/live-core.ts'
import { type Browser, type RunningServer, runOnQemu } from '../../test/running-server.ts'
import type { HostLink } from '../hosts/host-link.ts'
import { createNetwork } from './create-network.ts'
import { deleteNetwork } from './delete-network.ts'
import { getNetwork } from './get-network.ts'
import { setNetworkAutostart } from './set-network-autostart.ts'
import { startNetwork } from './start-network.ts'
import { stopNetwork } from './stop-network.ts'

const databases = emptyDatabases(usualDialect)
const name = guestName('wire').replaceAll(/[^\w-]/g, '-')
/** Others test on the same machine. */
const [second, third] = [randomInt(100, 250), randomInt(250)]
const subnet = `10.${second}.${third}.0/24`
const address = (last: number) => `10.${second}.${third}.${last}`
const dhcp = { start: address(50), end: address(60) }
const isolated = { name, mode: 'isolated', ipv4: { subnet, dhcp } }

let server: RunningServer
let admin: Browser
let link: HostLink
let all: string
let one: string

beforeAll(async () => {
  ;({ server, admin, link } = await runOnQemu(await databases.place()))
  all = `/hosts/${link.id}/networks`
  one = `${all}/${name}`
})
afterEach(async () => {
  const { nets } = await link.call('connectListAllNetworks', { need_results: 1, flags: 0 })
  for (const net of nets.filter(net => net.name.startsWith(name))) {
    await link.call('networkDestroy', { net }).catch(() => {})
    await link.call('networkUndefine', { net }).catch(() => {})
  }
})
afterAll(() => server.stop())

function virsh(...args: string[]): string {
  return execFileSync('virsh', ['-q', '-c', 'qemu:///system', ...args], { encoding: 'utf8', stdio: 'pipe' }).trim()
}
const info = (what: string) => new RegExp(`^${what}: +(.*)$`, 'm').exec(virsh('net-info', name))?.[1]
const make = (change: object = {}) => admin.send('POST', all, { ...isolated, ...change })
const listed = async (browser = admin) => (await browser.send('GET', all)).body.networks as { name: string }[]
const issue = ({ status, body }: Awaited<ReturnType<Browser['send']>>) => [status, body.data?.issues?.[0]]

describe('a network', () => {
  it('is made, stopped, started and deleted, as virsh sees it, and written down', async () => {
    expect(await make({ domain: 'lab.example', ipv6: { subnet: 'fd00:77:1::/64', dhcp: null } })).toMatchObject({
      ...{ status: 200, body: { name } },
    })
    expect([info('Active'), info('Autostart'), info('Persistent')]).toEqual(['yes', 'yes', 'yes'])
    const xml = virsh('net-dumpxml', name)
    expect(xml).toContain(`<ip family='ipv4' address='${address(1)}' prefix='24'>`)
    expect(xml).toContain(`<range start='${dhcp.start}' end='${dhcp.end}'/>`)
    const shown = (await admin.send('GET', one)).body
    expect(shown).toMatchObject({
      ...{ name, active: true, autostart: true, persistent: true, mode: 'isolated', domain: 'lab.example' },
      ...{ bridge: info('Bridge'), device: null, canManage: true },
      subnets: [
        { subnet, address: address(1), ranges: [dhcp] },
        { subnet: 'fd00:77:1::/64', address: 'fd00:77:1::1', ranges: [] },
      ],
      ...{ leases: [], vms: [], others: { on: 0, off: 0 } },
    })
    expect(await listed()).toContainEqual(expect.objectContaining({ name, active: true }))

    expect((await admin.send('POST', `${one}/stop`)).status).toBe(200)
    expect(info('Active')).toBe('no')
    expect((await admin.send('GET', one)).body).toMatchObject({ active: false, leases: null })
    expect((await admin.send('POST', `${one}/start`)).status).toBe(200)
    expect(info('Active')).toBe('yes')
    expect((await admin.send('PUT', `${one}/autostart`, { autostart: false })).status).toBe(200)
    expect(info('Autostart')).toBe('no')

    expect(await admin.send('DELETE', one)).toMatchObject({
      status: 409,
      body: { code: 'WRONG_STATE', message: 'The network is on: stop it first.' },
    })
    await admin.send('POST', `${one}/stop`)
    expect((await admin.send('DELETE', one)).status).toBe(200)
    expect(virsh('net-list', '--all', '--name').split('\n')).not.toContain(name)
    expect((await admin.send('DELETE', one)).status).toBe(404)

    await server.core.audit.written()
    const rows = await server.core.database.auditRow.findMany({
      where: { action: { contains: 'Network' }, result: { not: 'started' } },
      orderBy: { seq: 'asc' },
    })
    const acts = rows.map(({ action, result, args }) => [
      action,
      result,
      JSON.parse(args).network ?? JSON.parse(args).name,
    ])
    const done = (...acts: string[]) => acts.map(act => [act, 'done', name])
    expect(acts).toEqual([
      ...done('createNetwork', 'stopNetwork', 'startNetwork', 'setNetworkAutostart'),
      ['deleteNetwork', 'failed', name],
      ...done('stopNetwork', 'deleteNetwork'),
      ['deleteNetwork', 'failed', name],
    ])
  })

  it('is made off and without a subnet where that was asked for', async () => {
    expect((await make({ ipv4: null, start: false, autostart: false })).status).toBe(200)
    expect([info('Active'), info('Autostart')]).toEqual(['no', 'no'])
    expect(virsh('net-dumpxml', name)).not.toContain('<ip')
  })

  it('is none of another’s name or addresses', async () => {
    await make({ start: false })
    expect(issue(await make({ ipv4: null }))).toEqual([
      409,
      { path: 'name', message: `This host has a network "${name}" already: choose another name.` },
    ])
    const within = { subnet: `10.${second}.${third}.128/25`, dhcp: null }
    const clash = await make({ name: `${name}-2`, ipv4: within })
    expect(issue(clash)).toEqual([
      409,
      { path: 'ipv4.subnet', message: `It clashes with the network "${name}": take another subnet.` },
    ])
    expect(clash.body.code).toBe('IN_USE')
    expect((await listed()).map(({ name }) => name)).not.toContain(`${name}-2`)
    expect(issue(await make({ name: `${name}-3`, mode: 'bridge', ipv4: null, bridge: 'no-such-br' }))).toEqual([
      404,
      { path: 'bridge', message: expect.stringContaining('This host has no bridge "no-such-br": it has ') },
    ])
    expect(issue(await make({ name: '../passwd' }))[0]).toBe(400)
  })

  it('is told of when somebody changes it by virsh, or here', async () => {
    await make({ start: false })
    const { changes } = server.core.hosts
    for (const act of ['net-start', 'net-destroy', 'net-undefine']) {
      const told = once(changes, 'networks')
      virsh(act, name)
      expect(await told).toEqual([link.id])
    }
  })

  it('may have been made by virsh, with any name and for as long as it runs', async () => {
    const odd = `${name} <b> & "c" 'd'`
    const { net } = await link.call('networkDefineXml', {
      xml: `<network><name>${odd.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</name></network>`,
    })
    expect(net.name).toBe(odd)
    const path = `${all}/${encodeURIComponent(odd)}`
    expect((await admin.send('GET', path)).body).toMatchObject({ name: odd, mode: 'isolated', subnets: [] })
    expect((await admin.send('PUT', `${path}/autostart`, { autostart: true })).status).toBe(200)
    expect((await admin.send('DELETE', path)).status).toBe(200)
    await link.call('networkCreateXml', { xml: `<network><name>${name}</name></network>` })
    expect((await admin.send('GET', one)).body).toMatchObject({ persistent: false, active: true })
    expect((await admin.send('POST', `${one}/stop`)).status).toBe(200)
    expect((await admin.send('GET', one)).status).toBe(404)
  })

  it('has the VMs that name it or its bridge, and counts those that one may not see', async () => {
    await make()
    const devices = (type: string, of: string) => `<interface type='${type}'><source ${type}='${of}'/></interface>`
    const onNetwork = await defineGuest(link, 'wired', { devices: devices('network', name) })
    const onBridge = await defineGuest(link, 'bridged', { devices: devices('bridge', info('Bridge') ?? '') })
    try {
      const { hosts } = server.core
      const known = () => [...link.inventory.all()].map(({ name }) => name)
      await changed(hosts, 'vm', () => [onNetwork, onBridge].every(({ name }) => known().includes(name)))
      const { vms, others } = (await admin.send('GET', one)).body
      expect(vms.map(({ name, active }: { name: string; active: boolean }) => [name, active]).sort()).toEqual([
        [onBridge.name, false],
        [onNetwork.name, false],
      ])
      expect(others).toEqual({ on: 0, off: 0 })
      const blind = caller(['host.see', 'network.see'])
      expect(await getNetwork(server.core, { host: link.id, network: name }, blind)).toMatchObject({
        ...{ vms: [], others: { on: 0, off: 2 }, canManage: false },
      })
    } finally {
      for (const guest of [onNetwork, onBridge]) await guest.remove()
    }
  })
})

it('is managed with a grant on it alone, and no other is', async () => {
  const other = `${name}-other`
  await make({ start: false })
  await make({ name: other, ipv4: null, start: false })
  const somebody = await server.person('none')
  const { id: person } = (await somebody.send('GET', '/session')).body.person
  expect((await somebody.send('GET', one)).status).toBe(404)
  const on = { kind: 'network', host: link.id, network: name }
  await admin.send('POST', '/grants', { role: 'manager', to: { kind: 'person', person }, on, expiresAt: null })

  expect(await listed(somebody)).toMatchObject([{ name, canManage: true }])
  for (const [method, path, body] of [
    ['POST', '/start', undefined],
    ['POST', '/stop', undefined],
    ['PUT', '/autostart', { autostart: false }],
  ] as const) {
    expect((await somebody.send(method, `${one}${path}`, body)).status, path).toBe(200)
    expect((await somebody.send(method, `${all}/${other}${path}`, body)).status, `${path} of the other`).toBe(404)
  }
  expect((await somebody.send('GET', `${all}/${other}`)).status).toBe(404)
  expect((await somebody.send('DELETE', `${all}/${other}`)).status).toBe(404)
  expect((await somebody.send('POST', all, { ...isolated, name: `${name}-more` })).body).toMatchObject({
    ...{ code: 'NOT_ALLOWED', data: { permission: 'network.manage' } },
  })
  expect((await somebody.send('GET', `/hosts/${link.id}/bridges`)).status).toBe(403)
  expect((await somebody.send('DELETE', one)).status).toBe(200)
})

it('clashes with another without saying its name to whoever may not see it', async () => {
  await make({ start: false })
  const blind = caller(['host.see', 'network.manage'])
  const input = {
    host: link.id,
    ...isolated,
    name: `${name}-2`,
    mode: 'isolated',
    bridge: null,
    ipv6: null,
    domain: null,
  } as const
  await expect(createNetwork(server.core, { ...input, start: false, autostart: false }, blind)).rejects.toMatchObject({
    message: 'It clashes with another network of this host: take another subnet.',
  })
})

it('is managed on libvirt’s test driver, too', async () => {
  await using live = await liveCore('test:///default')
  const { core } = live
  const [ann, host] = [caller(), live.link.id]
  const key = { host, network: name }
  const rest = { bridge: null, ipv6: null, domain: null, start: true, autostart: true }
  await createNetwork(core, { host, name, mode: 'nat', ipv4: { subnet, dhcp }, ...rest }, ann)
  try {
    expect(await getNetwork(core, key, ann)).toMatchObject({
      active: true,
      autostart: true,
      mode: 'nat',
      subnets: [{ subnet }],
    })
    await setNetworkAutostart(core, { ...key, autostart: false }, ann)
    await stopNetwork(core, key, ann)
    await startNetwork(core, key, ann)
    expect(await getNetwork(core, key, ann)).toMatchObject({ active: true, autostart: false })
  } finally {
    await stopNetwork(core, key, ann)
    await deleteNetwork(core, key, ann)
  }
  await expect(getNetwork(core, key, ann)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
