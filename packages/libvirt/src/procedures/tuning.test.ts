// Memory, virtual CPUs and where they run, changed while the guest runs.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LinuxGuest, linuxGuest } from '../../test/linux-guest.ts'
import { hear, openHost, type ProofHost, probeMs } from '../../test/proof-host.ts'
import { fieldsOf, numbersOf, rowsOf } from '../../test/virsh.ts'
import type { Connection } from '../connection.ts'
import { ConnectDomainEventAgentLifecycleState } from '../constants.gen.ts'
import type { Domain } from '../protocol/structures.gen.ts'

const prefix = 't-proof-tune'
const stoppedName = `${prefix}-off`
const live = 1
const config = 2
const maximum = 4

let host: ProofHost
let connection: Connection
let guest: LinuxGuest
let dom: Domain
let stopped: Domain

beforeAll(async () => {
  host = await openHost(prefix)
  connection = host.connection
  guest = await linuxGuest()
  const cpus = `<vcpu placement='static' current='1'>3</vcpu><iothreads>1</iothreads>`
  dom = (await connection.call('domainDefineXml', { xml: guest.xml(prefix, { cpus }) })).dom
  stopped = (await connection.call('domainDefineXml', { xml: guest.xml(stoppedName, { cpus }) })).dom
  const agent = await hear(connection, 'domainAgentLifecycle', { only: dom })
  dom = (await connection.call('domainCreateWithFlags', { dom })).dom
  await agent.until(({ state }) => state === ConnectDomainEventAgentLifecycleState.CONNECTED)
}, 2 * probeMs)
afterAll(async () => {
  await host?.close()
  await guest?.remove()
})

const info = async (name = prefix) => fieldsOf(await host.virsh('dominfo', name))
const inKib = (memory: unknown) => `${memory} KiB`

describe('memory', () => {
  test('setmem: the guest gives some back and takes it again, whoever asks', { timeout: 60_000 }, async () => {
    const balloon = await hear(connection, 'domainBalloonChange', { only: dom })
    const arrived = (kib: number) => balloon.until(({ actual }) => actual === kib)
    await connection.call('domainSetMemory', { dom, memory: 112 * 1024 })
    await arrived(112 * 1024)
    expect((await info())['Used memory']).toBe(inKib(112 * 1024))
    await host.virsh('setmem', prefix, '120M', '--live')
    await arrived(120 * 1024)
    expect((await connection.call('domainGetInfo', { dom })).memory).toBe(120 * 1024)
    await connection.call('domainSetMemoryFlags', { dom, memory: 128 * 1024, flags: live })
    await arrived(128 * 1024)
    expect((await info())['Used memory']).toBe(inKib(128 * 1024))
    await balloon.stop()
  })

  test('setmaxmem: of a domain that is off', async () => {
    await connection.call('domainSetMaxMemory', { dom: stopped, memory: 160 * 1024 })
    expect((await info(stoppedName))['Max memory']).toBe(inKib(160 * 1024))
    await host.virsh('setmaxmem', stoppedName, '192M', '--config')
    expect(await connection.call('domainGetMaxMemory', { dom: stopped })).toEqual({ memory: 192 * 1024 })
    await connection.call('domainSetMemoryFlags', { dom: stopped, memory: 256 * 1024, flags: config | maximum })
    expect((await info(stoppedName))['Max memory']).toBe(inKib(256 * 1024))
  })

  test('dommemstat: the same numbers, from the balloon and the system', async () => {
    await connection.call('domainSetMemoryStatsPeriod', { dom, period: 10, flags: live })
    expect(await host.virsh('dumpxml', prefix)).toContain("<stats period='10'/>")
    const told = numbersOf(await host.virsh('dommemstat', prefix))
    const { stats } = await connection.call('domainMemoryStats', { dom })
    const [actual, rss] = [6, 7].map(tag => stats.find(stat => stat.tag === tag)?.val)
    expect(actual).toBe(told.actual)
    expect(Number(rss) / (told.rss ?? 0)).toBeGreaterThan(0.8)
    expect(Number(rss) / (told.rss ?? 0)).toBeLessThan(1.25)
    await host.virsh('dommemstat', prefix, '--period', '0', '--live')
    expect((await connection.call('domainGetXmlDesc', { dom })).xml).not.toContain('<stats period')
  })

  test('memtune and numatune, of the definition', async () => {
    await connection.call('domainSetMemoryParameters', { dom: stopped, params: { soft_limit: 300_000 }, flags: config })
    expect(fieldsOf(await host.virsh('memtune', stoppedName)).soft_limit).toBe('300000')
    await host.virsh('memtune', stoppedName, '--hard-limit', '400000', '--config')
    const { params } = await connection.call('domainGetMemoryParameters', { dom: stopped, flags: config })
    expect(params).toMatchObject({ soft_limit: 300_000, hard_limit: 400_000 })

    await connection.call('domainSetNumaParameters', { dom: stopped, params: { numa_nodeset: '0' }, flags: config })
    expect(fieldsOf(await host.virsh('numatune', stoppedName))).toMatchObject({ numa_nodeset: '0' })
    const numa = await connection.call('domainGetNumaParameters', { dom: stopped, flags: config })
    expect(numa.params).toMatchObject({ numa_nodeset: '0', numa_mode: 0 })
  })
})

describe('virtual CPUs', () => {
  test('vcpucount: what there is and what there may be', async () => {
    const counts = rowsOf(await host.virsh('vcpucount', prefix)).map(([, , count]) => Number(count))
    const count = async (flags: number) => (await connection.call('domainGetVcpusFlags', { dom, flags })).num
    expect([
      await count(config | maximum),
      await count(live | maximum),
      await count(config),
      await count(live),
    ]).toEqual(counts)
    expect((await connection.call('domainGetMaxVcpus', { dom })).num).toBe(counts[1])
  })

  test('setvcpus: one more, while it runs and in the definition', { timeout: 60_000 }, async () => {
    await connection.call('domainSetVcpus', { dom, nvcpus: 2 })
    expect(await host.virsh('vcpucount', prefix, '--live', '--current')).toBe('2')
    await host.virsh('setvcpus', prefix, '2', '--config')
    expect((await connection.call('domainGetVcpusFlags', { dom, flags: config })).num).toBe(2)
    await connection.call('domainSetVcpusFlags', { dom: stopped, nvcpus: 3, flags: config })
    expect(await host.virsh('vcpucount', stoppedName, '--config', '--current')).toBe('3')
    await connection.call('domainSetVcpu', { dom: stopped, cpumap: '2', state: 0, flags: config })
    expect(await host.virsh('vcpucount', stoppedName, '--config', '--current')).toBe('2')
  })

  test('vcpupin and vcpuinfo', async () => {
    const pins = async () => Object.fromEntries(rowsOf(await host.virsh('vcpupin', prefix)))
    await connection.call('domainPinVcpu', { dom, vcpu: 0, cpumap: Uint8Array.of(2) })
    expect(await pins()).toMatchObject({ 0: '1' })
    await connection.call('domainPinVcpuFlags', { dom, vcpu: 1, cpumap: Uint8Array.of(1), flags: live })
    expect(await pins()).toMatchObject({ 0: '1', 1: '0' })
    await host.virsh('vcpupin', prefix, '0', '0-1', '--live')
    const { cpumaps, num } = await connection.call('domainGetVcpuPinInfo', { dom, flags: live })
    expect(num).toBe(2)
    const width = cpumaps.length / num
    expect([cpumaps[0], cpumaps[width]]).toEqual([3, 1])

    const told = (await host.virsh('vcpuinfo', prefix)).split('\n\n').map(fieldsOf)
    const { info } = await connection.call('domainGetVcpus', { dom })
    expect(info.map(({ number, state }) => [number, state])).toEqual(told.map(one => [Number(one.VCPU), 1]))
    expect(told.map(one => one.State)).toEqual(['running', 'running'])
    expect(told[1]?.CPU).toBe(String(info[1]?.cpu))
  })

  test('emulatorpin', async () => {
    await connection.call('domainPinEmulator', { dom, cpumap: Uint8Array.of(1), flags: live })
    expect(await host.virsh('emulatorpin', prefix)).toMatch(/\*: +0$/)
    await host.virsh('emulatorpin', prefix, '0-1', '--live')
    const { cpumaps } = await connection.call('domainGetEmulatorPinInfo', { dom, flags: live })
    expect(cpumaps[0]).toBe(3)
  })

  test('those that the guest itself sees and switches', async () => {
    const told = fieldsOf(await host.virsh('guestvcpus', prefix))
    const { params } = await connection.call('domainGetGuestVcpus', { dom })
    expect({ ...params }).toEqual(told)
    await connection.call('domainSetGuestVcpus', { dom, cpumap: '1', state: 0 })
    expect(fieldsOf(await host.virsh('guestvcpus', prefix)).online).toBe('0')
    await host.virsh('guestvcpus', prefix, '--cpulist', '1', '--enable')
    expect((await connection.call('domainGetGuestVcpus', { dom })).params.online).toBe('0-1')
  })
})

describe('sharing the host', () => {
  test('schedinfo', async () => {
    const { type, nparams } = await connection.call('domainGetSchedulerType', { dom })
    const told = fieldsOf(await host.virsh('schedinfo', prefix))
    expect(told.Scheduler).toBe(type)
    expect(Object.keys(told)).toHaveLength(nparams + 1)
    await connection.call('domainSetSchedulerParameters', { dom, params: { cpu_shares: 1500 } })
    expect(fieldsOf(await host.virsh('schedinfo', prefix)).cpu_shares).toBe('1500')
    await host.virsh('schedinfo', prefix, '--live', 'cpu_shares=900')
    expect((await connection.call('domainGetSchedulerParameters', { dom })).params.cpu_shares).toBe(900)
    await connection.call('domainSetSchedulerParametersFlags', {
      dom: stopped,
      params: { cpu_shares: 700 },
      flags: config,
    })
    expect(fieldsOf(await host.virsh('schedinfo', stoppedName, '--config')).cpu_shares).toBe('700')
    const { params } = await connection.call('domainGetSchedulerParametersFlags', { dom: stopped, flags: config })
    expect(params.cpu_shares).toBe(700)
  })

  test('blkiotune, of the definition', async () => {
    await connection.call('domainSetBlkioParameters', { dom: stopped, params: { weight: 300 }, flags: config })
    expect(fieldsOf(await host.virsh('blkiotune', stoppedName)).weight).toBe('300')
    await host.virsh('blkiotune', stoppedName, '--weight', '500', '--config')
    expect((await connection.call('domainGetBlkioParameters', { dom: stopped, flags: config })).params.weight).toBe(500)
  })

  test('IO threads', async () => {
    const ids = async () =>
      rowsOf(await host.virsh('iothreadinfo', prefix))
        .map(([id]) => Number(id))
        .sort()
    await connection.call('domainAddIothread', { dom, iothread_id: 5, flags: live })
    expect(await ids()).toEqual([1, 5])
    await connection.call('domainPinIothread', { dom, iothreads_id: 5, cpumap: Uint8Array.of(2), flags: live })
    const { info } = await connection.call('domainGetIothreadInfo', { dom, flags: live })
    expect(Object.fromEntries(info.map(({ iothread_id, cpumap }) => [iothread_id, cpumap[0]]))).toEqual({ 1: 3, 5: 2 })
    await connection.call('domainSetIothreadParams', {
      dom,
      iothread_id: 5,
      params: { poll_max_ns: 1000 },
      flags: live,
    })
    expect(await host.virsh('domstats', '--iothread', prefix)).toContain('iothread.5.poll-max-ns=1000')
    await host.virsh('iothreaddel', prefix, '5', '--live')
    expect((await connection.call('domainGetIothreadInfo', { dom, flags: live })).info).toHaveLength(1)
    await connection.call('domainAddIothread', { dom: stopped, iothread_id: 9, flags: config })
    await connection.call('domainDelIothread', { dom: stopped, iothread_id: 9, flags: config })
    expect(rowsOf(await host.virsh('iothreadinfo', stoppedName))).toHaveLength(1)
  })
  test('performance events, of the definition', async () => {
    await connection.call('domainSetPerfEvents', { dom: stopped, params: { cpu_cycles: true }, flags: config })
    expect(fieldsOf(await host.virsh('perf', stoppedName, '--config')).cpu_cycles).toBe('enabled')
    await host.virsh('perf', stoppedName, '--disable', 'cpu_cycles', '--config')
    const { params } = await connection.call('domainGetPerfEvents', { dom: stopped, flags: config })
    expect(params.cpu_cycles).toBe(false)
  })
})
