// What takes long: jobs of a domain and of its disks, how far they are, and ending them. Migration: e2e/lab/migration.test.ts.
import { execFile } from 'node:child_process'
import { chmod } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hear, openHost, type ProofHost, probeMs } from '../../test/proof-host.ts'
import { fieldsOf } from '../../test/virsh.ts'
import type { Connection } from '../connection.ts'
import type { Domain } from '../protocol/structures.gen.ts'

const prefix = 't-proof-job'
let host: ProofHost
let connection: Connection
let dom: Domain
let disk: string

beforeAll(async () => {
  host = await openHost(prefix)
  connection = host.connection
  disk = `${host.folder}/disk.qcow2`
  const run = promisify(execFile)
  await run('qemu-img', ['create', '-q', '-f', 'qcow2', disk, '16M'])
  await run('qemu-io', ['-c', 'write -P 7 0 16M', disk]) // so that there is something to copy
  await chmod(disk, 0o666)
  const xml = `<domain type='qemu'><name>${prefix}</name><memory unit='MiB'>32</memory><os><type arch='x86_64' machine='pc'>hvm</type></os>
    <devices><disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${disk}'/><target dev='vda' bus='virtio'/></disk></devices></domain>`
  const defined = (await connection.call('domainDefineXml', { xml })).dom
  dom = (await connection.call('domainCreateWithFlags', { dom: defined })).dom
}, 2 * probeMs)
afterAll(() => host?.close())

describe('jobs of a domain', () => {
  // A backup that somebody pulls lasts until it is ended: a job that stands still to be looked at.
  const backup = () => `<domainbackup mode='pull'><server transport='unix' socket='${host.folder}/nbd'/></domainbackup>`
  const jobByVirsh = async () => fieldsOf(await host.virsh('domjobinfo', prefix))

  test('none: both say so', async () => {
    expect((await connection.call('domainGetJobInfo', { dom })).type).toBe(0)
    expect((await connection.call('domainGetJobStats', { dom })).type).toBe(0)
    expect(await host.virsh('domjobinfo', prefix)).toMatch(/Job type: +None/)
  })

  test('ours is seen by virsh, and ended by us', async () => {
    const backup_xml = backup()
    await connection.call('domainBackupBegin', { dom, backup_xml, checkpoint_xml: null })
    const { type, timeElapsed } = await connection.call('domainGetJobInfo', { dom })
    const told = await jobByVirsh()
    expect(told).toMatchObject({ 'Job type': 'Unbounded', Operation: 'Backup' })
    expect(type).toBe(2)
    expect(Number(timeElapsed)).toBeLessThanOrEqual(Number.parseInt(told['Time elapsed'] ?? '', 10))
    const stats = await connection.call('domainGetJobStats', { dom })
    expect(stats.type).toBe(type)
    expect(stats.params).toMatchObject({ operation: 9 }) // virDomainJobOperation: backup
    expect((await connection.call('domainBackupGetXmlDesc', { dom })).xml.trimEnd()).toBe(
      await host.virsh('backup-dumpxml', prefix),
    )
    const ended = await hear(connection, 'domainJobCompleted', { only: dom })
    await connection.call('domainAbortJob', { dom })
    await ended.until(() => true)
    expect(await host.virsh('domjobinfo', prefix)).toMatch(/Job type: +None/)
    await ended.stop()
  })

  test('that of virsh is seen by us, and ended by us with flags and by virsh', async () => {
    const file = await host.file(backup())
    for (const end of [
      () => connection.call('domainAbortJobFlags', { dom }),
      () => host.virsh('domjobabort', prefix),
    ]) {
      await host.virsh('backup-begin', prefix, file)
      expect((await connection.call('domainGetJobInfo', { dom })).type).toBe(2)
      const ended = await hear(connection, 'domainJobCompleted', { only: dom })
      await end()
      await ended.until(() => true)
      await ended.stop()
      expect((await connection.call('domainGetJobInfo', { dom })).type).toBe(0)
    }
  })

  test('how fast a migration may go, and for how long it may stop the guest', async () => {
    await connection.call('domainMigrateSetMaxSpeed', { dom, bandwidth: 77 })
    expect(await host.virsh('migrate-getspeed', prefix)).toBe('77')
    await host.virsh('migrate-setspeed', prefix, '99')
    expect(await connection.call('domainMigrateGetMaxSpeed', { dom })).toEqual({ bandwidth: 99 })
    await connection.call('domainMigrateSetMaxDowntime', { dom, downtime: 444 })
    expect(await host.virsh('migrate-getmaxdowntime', prefix)).toBe('444')
    await host.virsh('migrate-setmaxdowntime', prefix, '333')
    expect(await connection.call('domainMigrateGetMaxDowntime', { dom })).toEqual({ downtime: 333 })
    const { cacheSize } = await connection.call('domainMigrateGetCompressionCache', { dom })
    expect(await host.virsh('migrate-compcache', prefix)).toMatch(/64/)
    expect(cacheSize).toBe(64 * 1024 * 1024)
    await connection.call('domainMigrateSetCompressionCache', { dom, cacheSize: 128 * 1024 * 1024 })
    expect(await host.virsh('migrate-compcache', prefix)).toMatch(/128/)
  })

  test('how fast memory changes is measured', async () => {
    await connection.call('domainStartDirtyRateCalc', { dom, seconds: 1 })
    expect(await host.virsh('domstats', '--dirtyrate', prefix)).toMatch(/dirtyrate\.calc_status=[12]/)
  })
})

describe('jobs of a disk', () => {
  const target = (name: string) =>
    `<disk type='file'><source file='${host.folder}/${name}'/><driver type='qcow2'/></disk>`
  const found = async () => (await connection.call('domainGetBlockJobInfo', { dom, path: 'vda' })).found
  /** Until the disk's job has come to this state: 0 completed, 2 cancelled, 3 ready (virConnectDomainEventBlockJobStatus). */
  const until = async (status: number, act: () => Promise<unknown>) => {
    const job = await hear(connection, 'domainBlockJob2', { only: dom })
    await act()
    await job.until(told => told.status === status)
    await job.stop()
  }

  test('a slow copy: watched, sped up, and given up, by us and by virsh', async () => {
    const slow = { bandwidth: 1024 * 1024 } // bytes a second
    await connection.call('domainBlockCopy', { dom, path: 'vda', destxml: target('copy1'), params: slow, flags: 4 })
    const info = await connection.call('domainGetBlockJobInfo', { dom, path: 'vda', flags: 1 })
    expect(info).toMatchObject({ found: 1, type: 2, bandwidth: 1024 * 1024 })
    const told = await host.virsh('blockjob', prefix, 'vda', '--raw', '--bytes')
    const after = await connection.call('domainGetBlockJobInfo', { dom, path: 'vda', flags: 1 })
    expect(told).toContain('bandwidth=1048576')
    expect(told).toContain(`end=${after.end}`)
    const cur = Number(/cur=(\d+)/.exec(told)?.[1])
    expect(cur).toBeGreaterThanOrEqual(Number(info.cur))
    expect(cur).toBeLessThanOrEqual(Number(after.cur))
    await connection.call('domainBlockJobSetSpeed', { dom, path: 'vda', bandwidth: 2 })
    expect(await host.virsh('blockjob', prefix, 'vda', '--raw', '--bytes')).toContain('bandwidth=2097152')
    await until(2, () => connection.call('domainBlockJobAbort', { dom, path: 'vda' }))
    expect(await found()).toBe(0)
    expect(await host.virsh('blockjob', prefix, 'vda')).toBe('No current block job for vda')

    await host.virsh('blockcopy', prefix, 'vda', `${host.folder}/copy2`, '--bandwidth', '1', '--transient-job')
    expect(await found()).toBe(1)
    await until(2, () => host.virsh('blockjob', prefix, 'vda', '--abort'))
    expect(await found()).toBe(0)
  })

  test('a fast copy: ready, and the guest goes over to it', async () => {
    const copy = { dom, path: 'vda', destxml: target('copy3'), params: {}, flags: 4 }
    await until(3, () => connection.call('domainBlockCopy', copy))
    await until(0, () => connection.call('domainBlockJobAbort', { dom, path: 'vda', flags: 2 }))
    expect(await host.virsh('domblklist', prefix)).toContain(`${host.folder}/copy3`)
  })

  test('a layer on top: committed, pulled and rebased', async () => {
    const layer = async (name: string) => {
      const options = ['--disk-only', '--no-metadata', '--diskspec', `vda,file=${host.folder}/${name}`]
      await host.virsh('snapshot-create-as', prefix, name, ...options)
      expect(await host.virsh('domblklist', prefix)).toContain(`${host.folder}/${name}`)
    }
    await layer('top1')
    const commit = { dom, disk: 'vda', base: null, top: null, bandwidth: 0, flags: 4 } // active
    await until(3, () => connection.call('domainBlockCommit', commit))
    await until(0, () => connection.call('domainBlockJobAbort', { dom, path: 'vda', flags: 2 }))
    expect(await host.virsh('domblklist', prefix)).toContain(`${host.folder}/copy3`)
    await layer('top2')
    await until(0, () => connection.call('domainBlockPull', { dom, path: 'vda', bandwidth: 0 }))
    expect(await host.virsh('dumpxml', prefix)).not.toContain('copy3')
    await layer('top3')
    await until(0, () => connection.call('domainBlockRebase', { dom, path: 'vda', base: null, bandwidth: 0 }))
    expect(await host.virsh('dumpxml', prefix)).not.toContain('top2')
  })
})
