import { randomBytes } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { emptyDatabases, usualDialect } from '../../test/databases.ts'
import { changed } from '../../test/live-core.ts'
import { Seal } from '../auth/seal.ts'
import { type Database, openDatabase } from '../database/open-database.ts'
import { Hosts } from './hosts.ts'
import type { VmDraft } from './vm-record.ts'

const databases = emptyDatabases(usualDialect)
const log = pino({ level: 'silent' })
let data: string
let database: Database
let hosts: Hosts
const seal = new Seal(randomBytes(32))
const config = (data: string) => ({
  ...{ localUri: 'test:///default', data, plainTcp: 'ask' as const, hostNetworks: [], sshAgent: null },
})
const open: { close(): void }[] = []

beforeEach(async () => {
  const place = await databases.place()
  data = place.data
  database = await openDatabase(place, log)
  hosts = new Hosts({ database, seal, log, config: config(data) })
})
afterEach(async () => {
  for (const it of open.splice(0)) it.close()
  await hosts.stop()
  await database.$disconnect()
})

const stateOf = (id: string) => hosts.list().find(host => host.id === id)

it('adds this machine once, and not again after it was removed on purpose', async () => {
  await hosts.start()
  await changed(hosts, 'host', () => hosts.list()[0]?.state === 'connected')
  await hosts.remove(hosts.list()[0]?.id ?? '')
  await hosts.stop()
  hosts = new Hosts({ database, seal, log, config: config(data) })
  await hosts.start()
  expect(hosts.list()).toEqual([])
  expect(hosts.ready()).toBe(true)
  const id = await hosts.add({ name: 'again', uri: 'test:///default' })
  await changed(hosts, 'host', () => stateOf(id)?.state === 'connected')
})

it('refuses a URI that is here already, a name that is taken, and a URI that it would not honour', async () => {
  await hosts.add({ name: 'one', uri: 'test:///default' })
  await expect(hosts.add({ name: 'two', uri: 'test:///default' })).rejects.toMatchObject({ code: 'NAME_TAKEN' })
  await expect(hosts.add({ name: 'one', uri: 'qemu:///system' })).rejects.toMatchObject({ code: 'NAME_TAKEN' })
  await expect(hosts.add({ name: 'two', uri: 'qemu+tcp://h/system' })).rejects.toMatchObject({ code: 'BAD_INPUT' })
  expect(await database.host.count()).toBe(1)
})

it('of two VMs with one UUID means the one that is on, the one that is named, and never one that is not seen', async () => {
  const id = '6695eb01-f6a4-8304-79aa-97f2502e193f'
  const twin = async (name: string, active: boolean) => {
    const host = await hosts.add({ name, uri: `qemu:///system?socket=${join(data, name)}` })
    hosts.link(host).inventory.put({ id, host, name, active, state: active ? 'running' : 'shut-off' } as VmDraft, true)
    return host
  }
  const off = await twin('off', false)
  const on = await twin('on', true)
  expect(hosts.findVm({ id }).vm).toMatchObject({ host: on, active: true })
  expect(hosts.findVm({ id: id.toUpperCase(), host: off }).vm).toMatchObject({ host: off, active: false })
  expect(hosts.findVm({ id }, vm => vm.host === off).vm.host).toBe(off)
  expect(() => hosts.findVm({ id, host: on }, vm => vm.host === off)).toThrow('you may not see it')
})

it('says why a host does not answer, and meets its daemon as soon as that starts', async () => {
  const socket = join(data, 'libvirt-sock')
  const id = await hosts.add({ name: 'absent', uri: `qemu:///system?socket=${socket}` })
  await changed(hosts, 'host', () => stateOf(id)?.state === 'away')
  expect(stateOf(id)?.problem).toEqual({ code: 'HOST_AWAY', message: expect.stringContaining('install libvirt') })
  const relayed = relay(socket)
  await changed(hosts, 'host', () => stateOf(id)?.state === 'connected')
  expect(stateOf(id)?.problem).toBeNull()

  // The daemon goes: away at once, its VMs stay as last known, and it comes back by itself.
  const known = hosts.link(id).inventory
  const before = [...known.all()].length
  for (const end of (await relayed).ends) end.destroy()
  await changed(hosts, 'host', () => stateOf(id)?.state === 'away')
  expect([...known.all()].length).toBe(before)
  await changed(hosts, 'host', () => stateOf(id)?.state === 'connected')
})

it.each([
  ['qemu+tls://127.0.0.1:1/system', 'HOST_REFUSED', () => `put it at ${data}/pki/cacert.pem`],
  ['qemu+tcp://127.0.0.1:1/system', 'HOST_AWAY', () => 'Nothing listens on 127.0.0.1:1: start virtproxyd-tcp.socket'],
  ['qemu+ssh://127.0.0.1:1/system', 'HOST_AWAY', () => 'Nothing listens on 127.0.0.1:1: start sshd'],
])('says what %s lacks', async (uri, code, says) => {
  const id = await hosts.add({ name: 'lacking', uri })
  await changed(hosts, 'host', () => stateOf(id)?.state === 'away')
  expect(stateOf(id)?.problem).toEqual({ code, message: expect.stringContaining(says()) })
})

it.each([
  ['garbage', 'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\nmore and more'],
  ['HTTP', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'],
])('gives a peer that speaks %s up at once', async (_, greeting) => {
  const socket = join(data, 'odd-sock')
  await listen(socket, peer => peer.write(greeting))
  const id = await hosts.add({ name: 'odd', uri: `qemu:///system?socket=${socket}` })
  await changed(hosts, 'host', () => stateOf(id)?.state === 'away')
  expect(stateOf(id)?.problem?.message).toContain('libvirt')
})

async function listen(path: string, answer: (peer: Socket) => void): Promise<Server> {
  const server = createServer(answer)
  open.push(server)
  await new Promise<void>(resolve => server.listen(path, resolve))
  return server
}

/** A second way to the real daemon, which can be cut without harm to anybody else. */
async function relay(path: string): Promise<{ ends: Set<Socket> }> {
  const { connect } = await import('node:net')
  const ends = new Set<Socket>()
  await listen(path, peer => {
    const daemon = connect('/run/libvirt/libvirt-sock')
    peer.pipe(daemon).pipe(peer)
    for (const end of [peer, daemon]) {
      ends.add(end)
      end.on('error', () => {})
      end.on('close', () => {
        peer.destroy()
        daemon.destroy()
      })
    }
  })
  return { ends }
}

it('shows what it knew last when it starts again, and since when, before the host answers', async () => {
  await hosts.start()
  await changed(hosts, 'host', () => hosts.list()[0]?.state === 'connected')
  const before = [...hosts.vms()]
  const { id = '', node } = hosts.list()[0] ?? {}
  await hosts.stop()

  const socket = join(data, 'nobody-listens')
  await database.host.update({ where: { id }, data: { uri: `test:///default?socket=${socket}` } })
  const config2 = { ...config(data), localUri: 'test:///absent' }
  hosts = new Hosts({ database, seal, log, config: config2 })
  await hosts.start()
  expect([...hosts.vms()]).toEqual(before)
  await changed(hosts, 'host', () => hosts.list()[0]?.state === 'away')
  expect(hosts.list()[0]).toMatchObject({ id, node, lastSeen: expect.stringMatching(/^\d{4}-/) })
  expect([...hosts.vms()]).toEqual(before)
  await hosts.remove(id)
  expect(await database.lastKnown.count()).toBe(0)
})

it('leaves out what an older version kept and is no VM any more', async () => {
  await hosts.start()
  await changed(hosts, 'host', () => hosts.list()[0]?.state === 'connected')
  await hosts.stop()
  const { host, told } = await database.lastKnown.findFirstOrThrow()
  const { node, vms } = JSON.parse(told)
  const { ips: _, ...older } = { ...vms[0], id: '00000000-0000-4000-8000-000000000001' }
  await database.lastKnown.update({ where: { host }, data: { told: JSON.stringify({ node, vms: [older, ...vms] }) } })
  hosts = new Hosts({ database, seal, log, config: config(data) })
  await hosts.start()
  expect([...hosts.vms()]).toEqual(vms)
})
