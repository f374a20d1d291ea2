// The pool through what befalls real hosts: a daemon that is killed, a guest that is frozen, a network that loses everything.
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  DeadlineError,
  type Domain,
  DomainState,
  openPool,
  type Pool,
  type PoolOptions,
  type PoolState,
  TransportError,
  unixTransport,
} from '@porthole/libvirt'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { cuttableWay } from './cuttable-way.ts'
import { type PrivateLibvirt, startPrivateLibvirt } from './private-libvirt.ts'

const guest = (name: string) => `<domain type='qemu'>
  <name>${name}</name><memory unit='MiB'>32</memory>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
</domain>`
/** A fresh daemon probes QEMU first. */
const probing = { deadlineMs: 120_000 }

let host: PrivateLibvirt
let folder: string
let pool: Pool
let frozen: Domain
let other: Domain
let qemu: number
let wakeUps: (() => void)[] = []

function open(options: Partial<PoolOptions> = {}): Pool {
  const onState = () => {
    for (const wake of wakeUps.splice(0)) wake()
  }
  return openPool({ transport: unixTransport(host.socket), uri: 'qemu:///system', onState, ...options })
}

/** Resolves when the pool is so. */
async function becomes(name: PoolState['name'], of = pool): Promise<void> {
  while (of.state.name !== name) await new Promise<void>(resolve => wakeUps.push(resolve))
}

beforeAll(async () => {
  host = await startPrivateLibvirt()
  folder = await mkdtemp(join(tmpdir(), 'porthole-pool-'))
  const first = open()
  const start = async (name: string) => (await first.call('domainCreateXml', { xml_desc: guest(name) }, probing)).dom
  frozen = await start(`t-frozen-${process.pid}`)
  other = await start(`t-other-${process.pid}`)
  await first.close()
  qemu = await processOf(frozen.name)
}, 240_000)
afterAll(async () => {
  await host?.stop()
  if (folder) await rm(folder, { recursive: true })
})

beforeEach(() => {
  wakeUps = []
  pool = open()
})
afterEach(async () => {
  process.kill(qemu, 'SIGCONT')
  await pool.close()
})

it('goes on while five calls are stuck on a frozen guest, and answers them when it thaws', {
  timeout: 60_000,
}, async () => {
  await pool.call('connectGetHostname')
  process.kill(qemu, 'SIGSTOP')
  let answered = 0
  const stuck = Array.from({ length: 5 }, async () => {
    await pool.call('domainMemoryStats', { dom: frozen, maxStats: 10 })
    answered++
  })
  const suspended = new Promise(resolve => {
    void pool
      .subscribe('domainLifecycle', resolve, { only: other })
      .then(() => pool.call('domainSuspend', { dom: other }))
  })
  await suspended
  await pool.call('domainResume', { dom: other })
  expect((await pool.call('domainGetInfo', { dom: other })).state).toBe(DomainState.RUNNING)
  expect((await pool.call('domainGetState', { dom: frozen })).state).toBe(DomainState.RUNNING)
  expect((await pool.call('connectListAllDomains')).domains).toHaveLength(2)
  expect(answered).toBe(0)
  process.kill(qemu, 'SIGCONT')
  await Promise.all(stuck)
})

it('gives hung calls up at their deadline and goes on over a fresh connection', { timeout: 60_000 }, async () => {
  const narrow = open({ lanes: [{ connections: 1, takes: () => true }] })
  await narrow.call('connectGetHostname')
  process.kill(qemu, 'SIGSTOP')
  // All places that the lane has. libvirtd itself is stuck when more calls hang at once than it has workers, which are five.
  const ask = () => narrow.call('domainMemoryStats', { dom: frozen, maxStats: 10 }, { deadlineMs: 1000 })
  const waiting = Array.from({ length: 4 }, ask)
  const behind = narrow.call('domainGetInfo', { dom: other })
  for (const one of await Promise.allSettled(waiting)) {
    expect(one).toMatchObject({ status: 'rejected', reason: expect.any(DeadlineError) })
  }
  expect((await behind).state).toBe(DomainState.RUNNING)
  process.kill(qemu, 'SIGCONT')
  await narrow.close()
})

it('ends whatever is under way when the daemon is killed, and comes back', { timeout: 60_000 }, async () => {
  const resyncs: string[] = []
  let events = 0
  const onResync = () => resyncs.push('lifecycle')
  await pool.subscribe('domainLifecycle', () => events++, { only: other, onResync })
  const heard = pool.events('domainLifecycle', { only: other })
  const first = heard.next()
  const download = await volumeStream(pool)
  const failed = once(download, 'error')
  process.kill(qemu, 'SIGSTOP')
  const call = pool.call('domainMemoryStats', { dom: frozen, maxStats: 10 }).catch(error => error)
  const storm = (async () => {
    for (;;) {
      await pool.call('domainSuspend', { dom: other })
      await pool.call('domainResume', { dom: other })
    }
  })().catch(error => error)
  await first

  await host.killDaemon()
  process.kill(qemu, 'SIGCONT')
  expect(await call).toBeInstanceOf(TransportError)
  expect(await storm).toBeInstanceOf(TransportError)
  download.resume() // what had come before is still given out
  expect((await failed)[0]).toBeInstanceOf(TransportError)
  await becomes('down')
  expect(pool.state).toMatchObject({ reason: expect.any(TransportError) })
  await expect(pool.call('connectGetHostname')).rejects.toThrow(/host is away/)

  await host.startDaemon()
  pool.wake()
  await becomes('up')
  expect(resyncs).toEqual(['lifecycle'])
  let next = (await heard.next()).value
  while (next?.message) next = (await heard.next()).value
  expect(next).toMatchObject({ message: null })
  const before = events
  await pool.call('domainResume', { dom: other }).catch(() => {}) // it may have been killed while suspended
  await pool.call('domainSuspend', { dom: other })
  await heard.next()
  expect(events).toBeGreaterThan(before)
  await pool.call('domainResume', { dom: other })
  await heard.return()
})

it('notices a network that loses everything, and comes back when it is mended', { timeout: 60_000 }, async () => {
  const way = await cuttableWay(join(folder, 'lossy'), host.socket)
  const far = open({ transport: unixTransport(way.at), keepAlive: { intervalMs: 200, count: 3 } })
  await far.call('connectGetHostname')
  way.cut()
  const call = far.call('domainGetInfo', { dom: other }).catch(error => error)
  await becomes('down', far)
  expect(far.state.reason).toMatchObject({ name: 'TransportError', reason: 'keepalive' })
  expect(await call).toBeInstanceOf(TransportError)
  way.heal()
  far.wake()
  await becomes('up', far)
  expect(await far.call('domainGetInfo', { dom: other })).toMatchObject({ state: DomainState.RUNNING })
  await far.close()
  await way.stop()
})

it('leaves no socket, timer or memory behind in 200 reconnects', { timeout: 120_000 }, async () => {
  await pool.call('connectGetHostname') // on its way up it would be counted so
  await pool.close()
  const way = await cuttableWay(join(folder, 'breaking'), host.socket)
  const resources = await resourcesOnce(found => !found.includes('ConnectWrap'))
  const far = open({ transport: unixTransport(way.at) })
  let resyncs = 0
  await far.subscribe('domainLifecycle', () => {}, { onResync: () => resyncs++ })
  const reconnect = async () => {
    await Promise.all([far.call('domainGetInfo', { dom: other }), far.call('connectGetHostname')])
    way.breakAll()
    await becomes('down', far)
    far.wake()
    await becomes('up', far)
  }
  for (let round = 0; round < 40; round++) await reconnect()
  const before = await kept()
  for (let round = 0; round < 160; round++) await reconnect()
  expect((await kept()) - before).toBeLessThan(4_194_304)
  expect(resyncs).toBe(200)
  await far.close()
  const left = await resourcesOnce(found => beyond(resources, found).length === 0)
  expect(beyond(resources, left)).toEqual([])
  await way.stop()
})

/** The sockets, timers and requests of this thread, once they are so; the other ends of a relay close a moment after ours. */
async function resourcesOnce(so: (found: string[]) => boolean): Promise<string[]> {
  let found: string[] = []
  for (let turn = 0; turn < 10_000; turn++) {
    await new Promise(resolve => setImmediate(resolve))
    found = process.getActiveResourcesInfo().sort()
    if (so(found)) break
  }
  return found
}

/** What is there now and was not before. What was there may be gone: a timer of somebody else's that has run. */
function beyond(before: readonly string[], now: readonly string[]): string[] {
  const known = [...before]
  return now.filter(one => {
    const index = known.indexOf(one)
    if (index >= 0) known.splice(index, 1)
    return index < 0
  })
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** The memory that is in use, in bytes, once all garbage is gone. */
async function kept(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    await new Promise(resolve => setImmediate(resolve))
    collect()
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** A download that nobody reads to its end. */
async function volumeStream(from: Pool) {
  const xml = `<pool type='dir'><name>t-pool</name><target><path>/var/lib/libvirt/images</path></target></pool>`
  const { pool: storage } = await from.call('storagePoolCreateXml', { xml })
  const volume = `<volume><name>large</name><allocation>0</allocation><capacity>268435456</capacity></volume>`
  const { vol } = await from.call('storageVolCreateXml', { pool: storage, xml: volume })
  const { stream } = await from.readStream('storageVolDownload', { vol, offset: 0, length: 0 })
  await once(stream, 'readable')
  return stream
}

/** The process that runs a guest. */
async function processOf(name: string): Promise<number> {
  for (const pid of (await readdir('/proc')).filter(entry => /^\d+$/.test(entry))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (command.includes(`guest=${name},`)) return Number(pid)
  }
  throw new Error(`No process runs the guest ${name}.`)
}
