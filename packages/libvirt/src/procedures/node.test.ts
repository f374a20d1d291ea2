// The connection and the machine: versions, capabilities, CPUs, memory.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHost, type ProofHost, probeMs, testDefault } from '../../test/proof-host.ts'
import { recorded } from '../../test/recorded.ts'
import { fieldsOf, numbersOf } from '../../test/virsh.ts'
import { connect } from '../connect.ts'
import type { Connection } from '../connection.ts'
import { ErrorNumber } from '../constants.gen.ts'
import { procedures } from '../protocol/procedures.ts'
import { unixTransport } from '../transports/unix.ts'

let host: ProofHost
let connection: Connection

beforeAll(async () => {
  host = await openHost('t-proof-nothing')
  connection = host.connection
}, probeMs)
afterAll(() => host?.close())

const dotted = (version: number | bigint) =>
  [Math.floor(Number(version) / 1e6), Math.floor(Number(version) / 1000) % 1000, Number(version) % 1000].join('.')

describe('the connection', () => {
  test('where it leads: uri, hostname, type, versions', async () => {
    expect((await connection.call('connectGetUri')).uri).toBe(await host.virsh('uri'))
    expect((await connection.call('connectGetHostname')).hostname).toBe(await host.virsh('hostname'))
    const told = await host.virsh('version', '--daemon')
    expect((await connection.call('connectGetType')).type).toBe('QEMU')
    expect(told).toContain(`Running hypervisor: QEMU ${dotted((await connection.call('connectGetVersion')).hv_ver)}`)
    expect(told).toContain(`Running against daemon: ${dotted((await connection.call('connectGetLibVersion')).lib_ver)}`)
    expect((await connection.call('connectIsSecure')).secure).toBe(1)
  })

  test('what it can do: each feature is answered, unknown ones with no', async () => {
    expect(await connection.call('connectSupportsFeature', { feature: 14 })).toEqual({ supported: 1 })
    expect(await connection.call('connectSupportsFeature', { feature: 12_345 })).toEqual({ supported: 0 })
  })

  test('help: every procedure of the table has a name of its own; an unknown one is refused before anything is sent', async () => {
    const numbers = Object.values(procedures).map(({ program, number }) => `${program}/${number}`)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(numbers.length).toBeGreaterThan(400)
    await expect(connection.call('domainDance' as 'connectGetUri')).rejects.toThrow(
      'libvirt has no procedure called domainDance.',
    )
    expect(await host.virsh('help', 'list')).toContain('list domains')
  })

  test('the way in and out: no authentication for root on the unix socket, polkit and SASL not wanted', async () => {
    expect(await connection.call('authList')).toEqual({ types: [0] })
    const refusals = await Promise.allSettled([
      connection.call('authPolkit'),
      connection.call('authSaslInit'),
      connection.call('authSaslStart', { mech: 'PLAIN', nil: 1, data: new Uint8Array() }),
      connection.call('authSaslStep', { nil: 1, data: new Uint8Array() }),
    ])
    expect(refusals.map(({ status }) => status)).toEqual(Array(4).fill('rejected'))
    const [, ...sasl] = refusals.map(refusal => (refusal as PromiseRejectedResult).reason.code)
    expect(sasl).toEqual(Array(3).fill(ErrorNumber.AUTH_FAILED))
  })

  test('a close callback is taken back and registered again', async () => {
    expect(await connection.call('connectUnregisterCloseCallback')).toBe(undefined)
    expect(await connection.call('connectRegisterCloseCallback')).toBe(undefined)
  })

  test('a second open is refused, a goodbye ends it', async () => {
    const transport = recorded(unixTransport())
    const other = await connect({ transport, uri: 'qemu:///system' })
    // A daemon that speaks for somebody else says who that is.
    const identity = { 'user-name': 'proof', 'unix-user-id': 65_534 }
    expect(await other.call('connectSetIdentity', { params: identity })).toBe(undefined)
    await expect(other.call('connectOpen', { name: 'qemu:///system' })).rejects.toThrow(/already open/)
    await other.close()
    expect(await other.closed).toBe(null)
    await expect(connect({ transport, uri: 'nothing:///system' })).rejects.toMatchObject({ name: 'LibvirtError' })
  })
})

describe('capabilities', () => {
  test('of the host and of its hypervisor, the same text', async () => {
    const { capabilities } = await connection.call('connectGetCapabilities')
    expect(capabilities.trimEnd()).toBe(await host.virsh('capabilities'))
    const kind = { emulatorbin: null, arch: 'x86_64', machine: 'q35', virttype: 'qemu' }
    const ofDomains = await connection.call('connectGetDomainCapabilities', kind)
    expect(ofDomains.capabilities.trimEnd()).toBe(
      await host.virsh('domcapabilities', '--arch', 'x86_64', '--machine', 'q35', '--virttype', 'qemu'),
    )
  })

  test('CPU models: the list, the baseline, the comparison', async () => {
    const { models, ret } = await connection.call('connectGetCpuModelNames', { arch: 'x86_64' })
    expect(models).toHaveLength(ret)
    expect(models).toEqual((await host.virsh('cpu-models', 'x86_64')).split('\n'))

    const cpus = ['Nehalem', 'Westmere'].map(
      model => `<cpu><arch>x86_64</arch><model>${model}</model><vendor>Intel</vendor></cpu>`,
    )
    const file = await host.file(cpus.join('\n'))
    expect((await connection.call('connectBaselineCpu', { xmlCPUs: cpus })).cpu.trimEnd()).toBe(
      await host.virsh('cpu-baseline', file),
    )
    const any = { emulator: null, arch: 'x86_64', machine: null, virttype: 'qemu' }
    const { cpu } = await connection.call('connectBaselineHypervisorCpu', { ...any, xmlCPUs: cpus })
    expect(cpu.trimEnd()).toBe(
      await host.virsh('hypervisor-cpu-baseline', '--arch', 'x86_64', '--virttype', 'qemu', file),
    )

    const xml = `<cpu mode='custom' match='exact'><model>qemu64</model></cpu>`
    const one = await host.file(xml)
    const verdict = (told: string) =>
      /incompatible/.test(told) ? 0 : /superset/.test(told) ? 2 : /identical/.test(told) ? 1 : told
    const said = async (...args: string[]) =>
      verdict(await host.virsh(...args).catch((error: { stdout: string }) => error.stdout))
    const compared = await connection.call('connectCompareHypervisorCpu', { ...any, xmlCPU: xml })
    expect(compared.result).toBe(await said('hypervisor-cpu-compare', '--arch', 'x86_64', '--virttype', 'qemu', one))
    const onHost = `<cpu><arch>x86_64</arch><model>486</model></cpu>`
    const withHost = await connection.call('connectCompareCpu', { xml: onHost })
    expect(withHost.result).toBe(await said('cpu-compare', await host.file(onHost)))
  })

  test('the most virtual CPUs, by the test driver: for QEMU virsh reads them from the capabilities', async () => {
    const pretended = await openHost('t-proof-nothing', testDefault)
    const { max_vcpus } = await pretended.connection.call('connectGetMaxVcpus', { type: null })
    expect(max_vcpus).toBe(Number(await pretended.virsh('maxvcpus')))
    await pretended.close()
  })
})

describe('the machine', () => {
  test('nodeinfo and nodecpumap', async () => {
    const told = fieldsOf(await host.virsh('nodeinfo'))
    const info = await connection.call('nodeGetInfo')
    expect(told).toMatchObject({
      'CPU model': info.model,
      'CPU(s)': String(info.cpus),
      'CPU socket(s)': String(info.sockets),
      'Core(s) per socket': String(info.cores),
      'Thread(s) per core': String(info.threads),
      'NUMA cell(s)': String(info.nodes),
      'Memory size': `${info.memory} KiB`,
    })
    const map = await connection.call('nodeGetCpuMap')
    const online = fieldsOf(await host.virsh('nodecpumap'))
    expect({ present: String(map.ret), online: String(map.online) }).toEqual({
      present: online['CPUs present'],
      online: online['CPUs online'],
    })
    const letters = Array.from({ length: map.ret }, (_, cpu) => ((map.cpumap[cpu >> 3] ?? 0) >> (cpu & 7)) & 1)
    expect(letters.map(bit => (bit ? 'y' : '-')).join('')).toBe(online['CPU map'])
  })

  test('CPU times only grow, and ours lie between two of virsh', async () => {
    const before = numbersOf((await host.virsh('nodecpustats')).replaceAll(':', ' '))
    const { params } = await connection.call('nodeGetCpuStats', { cpuNum: -1 })
    const after = numbersOf((await host.virsh('nodecpustats')).replaceAll(':', ' '))
    const ours = Object.fromEntries(params.map(({ field, value }) => [field, Number(value)]))
    for (const [virsh, field] of [
      ['user', 'user'],
      ['system', 'kernel'],
      ['idle', 'idle'],
    ] as const) {
      expect(ours[field]).toBeGreaterThanOrEqual(before[virsh] ?? Number.NaN)
      expect(ours[field]).toBeLessThanOrEqual(after[virsh] ?? Number.NaN)
    }
  })

  test('memory', async () => {
    const { params } = await connection.call('nodeGetMemoryStats', { cellNum: -1 })
    const told = fieldsOf(await host.virsh('nodememstats'))
    const ours = Object.fromEntries(params.map(({ field, value }) => [field, `${value} KiB`]))
    expect(Object.keys(ours)).toEqual(Object.keys(told))
    expect(ours.total).toBe(told.total)
    // What is free moves all the time and either way: only the order of size can be held to.
    const free = Number((await connection.call('nodeGetFreeMemory')).freeMem) / 1024
    const toldFree = Number.parseInt((await host.virsh('freecell')).split(':')[1] ?? '', 10)
    expect(free / toldFree).toBeGreaterThan(0.5)
    expect(free / toldFree).toBeLessThan(2)
    const { cells } = await connection.call('nodeGetCellsFreeMemory', { startCell: 0 })
    expect(cells).toHaveLength((await host.virsh('freecell', '--all')).match(/^\s*\d+:/gm)?.length ?? 0)
    const pages = await connection.call('nodeGetFreePages', { pages: [4], startCell: 0, cellCount: 1 })
    expect(pages.counts).toHaveLength(1)
    expect(await host.virsh('freepages', '--cellno', '0', '--pagesize', '4')).toMatch(/4KiB: \d+/)
  })

  test('shared memory settings', async () => {
    const { params } = await connection.call('nodeGetMemoryParameters')
    const told = Object.entries(numbersOf(await host.virsh('node-memory-tune')))
    const stable = ['pages_to_scan', 'sleep_millisecs', 'merge_across_nodes']
    for (const [name, value] of told)
      if (stable.includes(name)) expect(params[name] ?? params[`shm_${name}`]).toBe(value)
    expect(Object.keys(params)).toHaveLength(told.length)
    // The machine is everybody's: it is given what it has.
    const shm_pages_to_scan = params.shm_pages_to_scan ?? 100
    await connection.call('nodeSetMemoryParameters', { params: { shm_pages_to_scan } })
    expect(await host.virsh('node-memory-tune')).toMatch(new RegExp(`pages_to_scan +${shm_pages_to_scan}$`, 'm'))
  })
})
