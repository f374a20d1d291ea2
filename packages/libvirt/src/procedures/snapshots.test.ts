// Snapshots of disk and memory, and checkpoints of a disk's changes, of a QEMU guest with a qcow2 disk.
import { execFile } from 'node:child_process'
import { chmod } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHost, type ProofHost, probeMs } from '../../test/proof-host.ts'
import { fieldsOf, rowsOf } from '../../test/virsh.ts'
import type { Connection } from '../connection.ts'
import { DomainState, ErrorNumber } from '../constants.gen.ts'
import type { Domain, DomainSnapshot } from '../protocol/structures.gen.ts'

const prefix = 't-proof-snap'
let host: ProofHost
let connection: Connection
let dom: Domain

beforeAll(async () => {
  host = await openHost(prefix)
  connection = host.connection
  const disk = `${host.folder}/disk.qcow2`
  await promisify(execFile)('qemu-img', ['create', '-q', '-f', 'qcow2', disk, '1M'])
  await chmod(disk, 0o666)
  const xml = `<domain type='qemu'><name>${prefix}</name><memory unit='MiB'>32</memory><os><type arch='x86_64' machine='pc'>hvm</type></os>
    <devices><disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${disk}'/><target dev='vda' bus='virtio'/></disk></devices></domain>`
  const defined = (await connection.call('domainDefineXml', { xml })).dom
  dom = (await connection.call('domainCreateWithFlags', { dom: defined })).dom
}, 2 * probeMs)
afterAll(() => host?.close())

const take = async (name: string, flags = 0) => {
  const xml_desc = `<domainsnapshot><name>${name}</name><description>of ${name}</description></domainsnapshot>`
  return (await connection.call('domainSnapshotCreateXml', { dom, xml_desc, flags })).snap
}

describe('snapshots', () => {
  let first: DomainSnapshot
  let second: DomainSnapshot

  test('taken by us, seen by virsh', { timeout: 60_000 }, async () => {
    expect(await connection.call('domainHasCurrentSnapshot', { dom })).toEqual({ result: 0 })
    first = await take('first')
    expect(first).toEqual({ name: 'first', dom })
    expect(rowsOf(await host.virsh('snapshot-list', prefix, '--name'))).toEqual([['first']])
    expect(fieldsOf(await host.virsh('snapshot-info', prefix, 'first'))).toMatchObject({
      Current: 'yes',
      State: 'running',
    })
    const { xml } = await connection.call('domainSnapshotGetXmlDesc', { snap: first })
    expect(xml.trimEnd()).toBe(await host.virsh('snapshot-dumpxml', prefix, 'first'))
  })

  test('taken by virsh, seen by us; the tree', { timeout: 60_000 }, async () => {
    await host.virsh('snapshot-create-as', prefix, 'second', '--description', 'of virsh')
    second = (await connection.call('domainSnapshotLookupByName', { dom, name: 'second' })).snap
    expect(second).toEqual({ name: 'second', dom })
    const current = async (snap: DomainSnapshot) => (await connection.call('domainSnapshotIsCurrent', { snap })).current
    expect([await current(first), await current(second)]).toEqual([0, 1])
    expect((await connection.call('domainSnapshotCurrent', { dom })).snap.name).toBe('second')
    expect(await host.virsh('snapshot-current', prefix, '--name')).toBe('second')

    expect((await connection.call('domainSnapshotGetParent', { snap: second })).snap.name).toBe(
      await host.virsh('snapshot-parent', prefix, 'second'),
    )
    expect((await connection.call('domainSnapshotListChildrenNames', { snap: first })).names).toEqual(['second'])
    expect((await connection.call('domainSnapshotNumChildren', { snap: first })).num).toBe(1)
    const { snapshots: children } = await connection.call('domainSnapshotListAllChildren', { snapshot: first })
    expect(children).toEqual([second])
    expect((await connection.call('domainSnapshotHasMetadata', { snap: first })).metadata).toBe(1)
  })

  test('the lists', async () => {
    const told = rowsOf(await host.virsh('snapshot-list', prefix, '--name')).flat()
    const { snapshots, ret } = await connection.call('domainListAllSnapshots', { dom })
    expect(ret).toBe(told.length)
    expect(snapshots.map(({ name }) => name).sort()).toEqual(told)
    expect((await connection.call('domainSnapshotListNames', { dom })).names.sort()).toEqual(told)
    expect((await connection.call('domainSnapshotNum', { dom })).num).toBe(told.length)
    const roots = await connection.call('domainListAllSnapshots', { dom, flags: 1 })
    expect(roots.snapshots.map(({ name }) => name)).toEqual(
      rowsOf(await host.virsh('snapshot-list', prefix, '--name', '--roots')).flat(),
    )
  })

  test('back to what was, by us and by virsh', { timeout: 60_000 }, async () => {
    await connection.call('domainRevertToSnapshot', { snap: first, flags: 2 }) // paused
    expect(await host.virsh('snapshot-current', prefix, '--name')).toBe('first')
    expect(await host.virsh('domstate', prefix)).toBe('paused')
    await host.virsh('snapshot-revert', prefix, 'second', '--running')
    expect((await connection.call('domainSnapshotCurrent', { dom })).snap.name).toBe('second')
    expect((await connection.call('domainGetState', { dom })).state).toBe(DomainState.RUNNING)
  })

  test('thrown away, by us and by virsh', { timeout: 60_000 }, async () => {
    await connection.call('domainSnapshotDelete', { snap: second })
    expect(rowsOf(await host.virsh('snapshot-list', prefix, '--name'))).toEqual([['first']])
    await host.virsh('snapshot-delete', prefix, 'first')
    await expect(connection.call('domainSnapshotGetXmlDesc', { snap: first })).rejects.toMatchObject({
      code: ErrorNumber.NO_DOMAIN_SNAPSHOT,
    })
    expect((await connection.call('domainSnapshotNum', { dom })).num).toBe(0)
  })
})

describe('checkpoints', () => {
  test('made by us and by virsh, listed, read, deleted', { timeout: 60_000 }, async () => {
    const names = async () => rowsOf(await host.virsh('checkpoint-list', prefix, '--name')).flat()
    const xml_desc = '<domaincheckpoint><name>first</name></domaincheckpoint>'
    const { checkpoint: first } = await connection.call('domainCheckpointCreateXml', { dom, xml_desc })
    expect(await names()).toEqual(['first'])
    await host.virsh('checkpoint-create-as', prefix, 'second')
    const { checkpoint: second } = await connection.call('domainCheckpointLookupByName', { dom, name: 'second' })
    const { xml } = await connection.call('domainCheckpointGetXmlDesc', { checkpoint: second })
    expect(xml.trimEnd()).toBe(await host.virsh('checkpoint-dumpxml', prefix, 'second'))
    expect((await connection.call('domainCheckpointGetParent', { checkpoint: second })).parent).toEqual(first)
    const { checkpoints } = await connection.call('domainListAllCheckpoints', { dom })
    expect(checkpoints.map(({ name }) => name).sort()).toEqual(await names())
    const children = await connection.call('domainCheckpointListAllChildren', { checkpoint: first })
    expect(children.checkpoints).toEqual([second])
    await connection.call('domainCheckpointDelete', { checkpoint: first })
    expect(await names()).toEqual(['second'])
    await host.virsh('checkpoint-delete', prefix, 'second')
    await expect(connection.call('domainCheckpointGetXmlDesc', { checkpoint: second })).rejects.toMatchObject({
      code: ErrorNumber.NO_DOMAIN_CHECKPOINT,
    })
  })
})
