// Statistics of a paused QEMU guest, whose counters stand still, and of the test driver's domain.
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHost, type ProofHost, probeMs } from '../../test/proof-host.ts'
import { fieldsOf } from '../../test/virsh.ts'
import type { Connection } from '../connection.ts'
import { DomainStatsTypes } from '../constants.gen.ts'
import { allDomainStats } from '../domain-stats.ts'
import type { Domain } from '../protocol/structures.gen.ts'

const prefix = 't-proof-stats'
let host: ProofHost
let connection: Connection
let dom: Domain

beforeAll(async () => {
  host = await openHost(prefix)
  connection = host.connection
  const disk = `${host.folder}/disk.raw`
  await writeFile(disk, Buffer.alloc(65_536))
  const xml = `<domain type='qemu'><name>${prefix}</name><memory unit='MiB'>32</memory><vcpu>2</vcpu><iothreads>1</iothreads>
    <os><type arch='x86_64' machine='pc'>hvm</type></os><devices>
    <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='${disk}'/><target dev='vda' bus='virtio'/></disk>
    <interface type='user'><model type='virtio'/></interface></devices></domain>`
  const defined = (await connection.call('domainDefineXml', { xml })).dom
  dom = (await connection.call('domainCreateWithFlags', { dom: defined, flags: 1 })).dom
}, 2 * probeMs)
afterAll(() => host?.close())

/** `domstats --raw` as an object of text. */
const told = async (): Promise<Record<string, string>> => {
  const lines = (await host.virsh('domstats', '--raw', prefix)).split('\n').map(line => /^\s+([^=]+)=(.*)$/.exec(line))
  return Object.fromEntries(lines.flatMap(match => (match ? [[match[1], match[2]]] : [])))
}

test('all groups of statistics are those of virsh, each name and each number', async () => {
  const before = await told()
  const { retStats } = await connection.call('connectGetAllDomainStats', { doms: [dom], stats: 0 })
  const after = await told()
  expect(retStats.map(record => record.dom)).toEqual([dom])
  const ours = retStats[0]?.params ?? {}
  expect(Object.keys(ours).sort()).toEqual(Object.keys(before).sort())
  expect(Object.keys(ours).length).toBeGreaterThan(40)
  for (const [name, value] of Object.entries(ours)) {
    if (before[name] === after[name]) expect([name, said(value)]).toEqual([name, before[name]])
    else
      expect([name, Number(before[name]) <= Number(value) && Number(value) <= Number(after[name])]).toEqual([
        name,
        true,
      ])
  }
})

/** As virsh prints a value. */
const said = (value: unknown) => (value === true ? 'yes' : value === false ? 'no' : String(value))

test('one group only, and everything in chunks', async () => {
  const { retStats } = await connection.call('connectGetAllDomainStats', { doms: [dom], stats: DomainStatsTypes.STATE })
  expect(retStats[0]?.params).toEqual({ 'state.state': 3, 'state.reason': 1 })
  const all = []
  for await (const some of allDomainStats(connection, { stats: DomainStatsTypes.STATE, portion: 1 })) all.push(...some)
  expect(all.find(record => record.dom.name === prefix)?.params).toEqual(retStats[0]?.params)
  expect(await host.virsh('domstats', '--state', prefix)).toContain('state.state=3')
})

test('cpu-stats: of all CPUs and in total', async () => {
  const seconds = (text: string) => Number.parseFloat(text)
  const virsh = async () => fieldsOf((await host.virsh('cpu-stats', prefix, '--total')).replaceAll(/(_time)/g, '$1:'))
  const before = await virsh()
  const { params } = await connection.call('domainGetCpuStats', { dom, start_cpu: -1 })
  const after = await virsh()
  for (const name of ['cpu_time', 'user_time', 'system_time']) {
    const ours = Number(params[name]) / 1e9
    expect(ours).toBeGreaterThanOrEqual(seconds(before[name] ?? '') - 1e-8)
    expect(ours).toBeLessThanOrEqual(seconds(after[name] ?? '') + 1e-8)
  }
  // Where cgroups are of version 2, nobody counts by CPU: then both are refused.
  const each = connection.call('domainGetCpuStats', { dom, start_cpu: 0 }).then(
    told => [told.params.cpu_time].flat().length,
    (error: Error) => error.message,
  )
  const virshEach = host.virsh('cpu-stats', prefix).then(
    told => told.match(/^CPU\d+:/gm)?.length,
    (error: { stderr: string }) => /error: (Operation.*)/.exec(error.stderr)?.[1],
  )
  expect(await each).toBe(await virshEach)
})
