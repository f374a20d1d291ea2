import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from './connect.ts'
import type { Connection } from './connection.ts'
import type { Domain } from './index.ts'
import { unixTransport } from './transports/unix.ts'

const name = 't-asked-first'
const virsh = async (...args: string[]): Promise<string> =>
  (await promisify(execFile)('virsh', ['-q', '-c', 'qemu:///system', ...args])).stdout.trim()

let connection: Connection
let dom: Domain

beforeAll(async () => {
  connection = await connect({ transport: unixTransport(), uri: 'qemu:///system', deadlineMs: 120_000 })
  const xml = `<domain type='qemu'><name>${name}</name><memory unit='MiB'>32</memory><vcpu current='2'>3</vcpu>
    <cputune><vcpupin vcpu='1' cpuset='1'/><emulatorpin cpuset='0'/></cputune>
    <os><type arch='x86_64' machine='pc'>hvm</type></os></domain>`
  dom = (await connection.call('domainDefineXml', { xml })).dom
  await connection.call('domainCreateWithFlags', { dom, flags: 1 })
  dom = (await connection.call('domainLookupByName', { name })).dom
}, 240_000)

afterAll(async () => {
  await connection.call('domainDestroy', { dom })
  await connection.call('domainUndefine', { dom })
  await connection.close()
})

const cpusOfHost = async (): Promise<number> => Number(/^CPU\(s\):\s+(\d+)/m.exec(await virsh('nodeinfo'))?.[1])

test('statistics of the host come whole, however many there are', async () => {
  const { params } = await connection.call('nodeGetCpuStats', { cpuNum: -1 })
  expect(params.map(({ field }) => field)).toEqual(['kernel', 'user', 'idle', 'iowait'])
  const memory = await connection.call('nodeGetMemoryStats', { cellNum: -1 })
  expect(memory.params.map(({ field }) => field)).toEqual(['total', 'free', 'buffers', 'cached'])
})

test('virtual CPUs come with as many CPU maps as there are', async () => {
  const cpus = await cpusOfHost()
  const { info, cpumaps } = await connection.call('domainGetVcpus', { dom })
  expect(info.map(({ number }) => number)).toEqual([0, 1])
  expect(cpumaps.length).toBe(2 * Math.ceil(cpus / 8))
  const pins = await connection.call('domainGetVcpuPinInfo', { dom })
  expect(pins.num).toBe(2)
  expect(pins.cpumaps[Math.ceil(cpus / 8)]).toBe(2)
  const emulator = await connection.call('domainGetEmulatorPinInfo', { dom })
  expect(emulator.cpumaps[0]).toBe(1)
})

test('what the caller says is not asked for', async () => {
  expect((await connection.call('domainGetVcpus', { dom, maxinfo: 1, maplen: 1 })).info).toHaveLength(1)
  expect((await connection.call('nodeGetMemoryStats', { cellNum: -1, nparams: 0 })).nparams).toBe(4)
})

test('parameters come at once, strings among them, and go back as they came', async () => {
  const { params } = await connection.call('domainGetNumaParameters', { dom, flags: 2 })
  expect(params).toMatchObject({ numa_nodeset: expect.any(String) })
  const tuned = { total_bytes_sec: 1_048_576, group_name: 'quiet' }
  const memory = await connection.call('domainGetMemoryParameters', { dom, flags: 2 })
  expect(Object.keys(memory.params)).toContain('hard_limit')
  await connection.call('domainSetMemoryParameters', { dom, params: { hard_limit: 524_288 }, flags: 2 })
  expect(await virsh('memtune', name, '--config')).toMatch(/hard_limit\s*: 524288/)
  expect((await connection.call('domainGetMemoryParameters', { dom, flags: 2 })).params.hard_limit).toBe(524_288)
  await expect(connection.call('domainSetBlockIoTune', { dom, disk: 'vda', params: tuned, flags: 2 })).rejects.toThrow(
    /vda/,
  )
})

test('lists of the old kind need no count', async () => {
  expect((await connection.call('connectListDomains')).ids).toContain(dom.id)
  expect((await connection.call('nodeGetCellsFreeMemory', { startCell: 0 })).cells.length).toBeGreaterThan(0)
  const { stats } = await connection.call('domainMemoryStats', { dom })
  expect(stats.length).toBeGreaterThan(0)
})
