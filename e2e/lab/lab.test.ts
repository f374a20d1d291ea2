// Hosts on a network of their own: reached in every way, cut off, slowed, killed, left by a guest that moves, and gone without a trace.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { Duplex } from 'node:stream'
import { promisify } from 'node:util'
import {
  type Connection,
  connect,
  DomainMigrateFlags,
  DomainState,
  type OpenSsh,
  openPool,
  type Pool,
  type PoolState,
  parseUri,
  sshTransport,
  TransportError,
} from '@porthole/libvirt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Lab, startLab } from './lab.ts'
import { LabError, tracesOf } from './lab-slot.ts'

/** A fresh daemon probes QEMU before its first answer about it. */
const deadlineMs = 120_000
const guest = 't-lab-migrant'
const xml = `<domain type='qemu'><name>${guest}</name><memory unit='MiB'>32</memory><os><type arch='x86_64' machine='pc'>hvm</type></os></domain>`

let lab: Lab
const host = (number: number) => {
  const found = lab.hosts[number - 1]
  if (found === undefined) throw new Error(`The lab has no host${number}.`)
  return found
}

beforeAll(async () => {
  lab = await startLab({ hosts: 3, shared: true })
}, 60_000)
afterAll(async () => {
  await lab?.stop()
})

/** OpenSSH's own client, as somebody who keeps our package free of SSH would plug it in. */
const byOpenSsh: OpenSsh = async ({ user, host, port, keyfile, known_hosts }, way) => {
  if ('socket' in way) throw new TransportError('absent', 'This opener forwards to no sockets.')
  const files = ['-i', keyfile ?? '', '-o', `UserKnownHostsFile=${known_hosts}`, '-o', 'StrictHostKeyChecking=yes']
  const ssh = spawn('ssh', [...files, '-o', 'BatchMode=yes', '-p', String(port), `${user}@${host}`, way.command])
  await once(ssh, 'spawn')
  return Duplex.from({ readable: ssh.stdout, writable: ssh.stdin })
}

async function connectBy(transport: 'tcp' | 'tls' | 'ssh', number: number): Promise<Connection> {
  const uri = host(number).uri(transport)
  if (transport !== 'ssh') return connect({ uri, deadlineMs })
  return connect({ transport: sshTransport(parseUri(uri), byOpenSsh), uri: 'qemu:///system', deadlineMs })
}

test.each(['tcp', 'tls', 'ssh'] as const)('each host is a machine of its own, by %s', async transport => {
  for (const { place, name } of lab.hosts) {
    const connection = await connectBy(transport, place.number)
    const { hostname } = await connection.call('connectGetHostname')
    expect(hostname).toBe(`${name}.lab.test`)
    expect(hostname).toBe(await host(place.number).virsh('hostname'))
    await connection.close()
  }
})

test('they share a folder, and nobody else has the processes of another', async () => {
  await host(1).exec('sh', '-c', 'echo shared > /srv/shared/note')
  expect(await host(2).exec('cat', '/srv/shared/note')).toBe('shared')
  const processes = await host(1).exec('ps', '-eo', 'comm')
  expect(processes.split('\n').filter(name => name === 'libvirtd')).toHaveLength(1)
})

/** A pool on a host that tells each of its states, as they come. */
function watched(number: number): { pool: Pool; becomes(name: PoolState['name']): Promise<void>; resyncs(): number } {
  let wakeUp = (): void => {}
  let resyncs = 0
  const pool = openPool({
    uri: host(number).uri('tcp'),
    keepAlive: { intervalMs: 200, count: 3 },
    deadlineMs,
    onState: () => wakeUp(),
    onResync: () => resyncs++,
  })
  const becomes = async (name: PoolState['name']): Promise<void> => {
    while (pool.state.name !== name) await new Promise<void>(resolve => (wakeUp = resolve))
  }
  return { pool, becomes, resyncs: () => resyncs }
}

test('a cut cable is noticed by its silence, and a mended one heals what was missed', async () => {
  const { pool, becomes, resyncs } = watched(2)
  await pool.call('connectGetHostname')
  await host(2).cut()
  const call = pool.call('connectListAllDomains').catch(error => error)
  await becomes('down')
  expect(pool.state.reason).toMatchObject({ name: 'TransportError', reason: 'keepalive' })
  expect(await call).toBeInstanceOf(TransportError)
  expect(await host(2).virsh('hostname')).toBe('host2.lab.test') // it lives, it is only out of reach
  expect(await host(1).virsh('hostname')).toBe('host1.lab.test')
  await host(2).heal()
  pool.wake()
  await becomes('up')
  expect((await pool.call('connectGetHostname')).hostname).toBe('host2.lab.test')
  expect(resyncs()).toBe(1)
  await pool.close()
})

test('a slow cable takes its time, each way, until it is healed', async () => {
  const took = async () => {
    const connection = await connectBy('tcp', 3)
    const begun = performance.now()
    await connection.call('connectGetHostname')
    const took = performance.now() - begun
    await connection.close()
    return took
  }
  const asBuilt = await tracesOf(lab.slot)
  await host(3).slow(150)
  expect(await took()).toBeGreaterThanOrEqual(300)
  await host(3).heal()
  expect(await tracesOf(lab.slot)).toEqual(asBuilt)
  await took()
})

test('a daemon that is killed comes back, and a host without power is away at once', async () => {
  const { pool, becomes, resyncs } = watched(3)
  await pool.call('connectGetHostname')
  await host(3).killDaemon()
  await becomes('down')
  await host(3).startDaemon()
  pool.wake()
  await becomes('up')
  expect(resyncs()).toBe(1)
  await host(3).powerOff()
  await becomes('down')
  await expect(host(3).virsh('list')).rejects.toThrow(/host3 is off/)
  await host(3).powerOn()
  pool.wake()
  await becomes('up')
  expect(resyncs()).toBe(2)
  await pool.close()
})

test('a running guest moves from host to host over the network, told by us and judged by virsh', {
  timeout: deadlineMs,
}, async () => {
  const [from, to] = [await connectBy('tls', 1), await connectBy('tls', 2)]
  await to.call('connectGetCapabilities') // else the guest would wait there for QEMU to be probed
  const { dom } = await from.call('domainDefineXml', { xml })
  await from.call('domainCreate', { dom })
  const { LIVE, PEER2PEER, PERSIST_DEST, UNDEFINE_SOURCE } = DomainMigrateFlags
  await from.call('domainMigratePerform3Params', {
    dom,
    dconnuri: 'qemu+tcp://host2.lab.test/system',
    params: {},
    cookie_in: new Uint8Array(),
    flags: LIVE | PEER2PEER | PERSIST_DEST | UNDEFINE_SOURCE,
  })
  expect(await host(2).virsh('domstate', guest)).toBe('running')
  await expect(host(1).virsh('domstate', guest)).rejects.toThrow(/failed to get domain/)
  const arrived = (await to.call('domainLookupByName', { name: guest })).dom
  expect(arrived.uuid).toBe(dom.uuid)
  expect((await to.call('domainGetState', { dom: arrived })).state).toBe(DomainState.RUNNING)
  await Promise.all([from.close(), to.close()])
})

test('a lab that is stopped leaves no process, network, link, control group or folder', async () => {
  const brief = await startLab({ hosts: 1 })
  await brief.hosts[0]?.slow(5)
  const supervisor = brief.hosts[0]?.supervisor ?? 0
  expect((await tracesOf(brief.slot)).length).toBeGreaterThan(2)
  await brief.stop()
  expect(await tracesOf(brief.slot)).toEqual([])
  expect(() => process.kill(supervisor, 0)).toThrow(/ESRCH/)
  expect(() => process.kill(brief.slot.keeper, 0)).toThrow(/ESRCH/)
  await expect(readdir(brief.folder)).rejects.toThrow(/ENOENT/)
  expect(await promisify(execFile)('pgrep', ['--full', brief.slot.prefix]).catch(error => error.code)).toBe(1)
})

test.each([0, 13, 1.5])('a lab of %s hosts is refused', async hosts => {
  await expect(startLab({ hosts })).rejects.toThrow(LabError)
})
