import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { NewVm } from '@porthole/contract'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { guestName } from '../../test/guest.ts'
import { caller, type LiveCore, liveCore } from '../../test/live-core.ts'
import { type TempPool, tempPool } from '../../test/temp-pool.ts'
import { listVolumes } from '../pools/list-volumes.ts'
import { createVm } from './create-vm.ts'
import { deleteVm } from './delete-vm.ts'
import { forceOffVm } from './force-off-vm.ts'
import { planVmDeletion } from './plan-vm-deletion.ts'

const admin = caller()
const manager = caller(['vm.see', 'vm.create', 'storage.see'])
/** Somebody who sees no VM and no pool by name. */
const blind = caller(['vm.create', 'storage.manage', 'network.see'])
let live: LiveCore
let temp: TempPool
let folder: string
let pool: string
const made: string[] = []

beforeAll(async () => {
  live = await liveCore('qemu:///system')
  temp = await tempPool(live.link)
  folder = temp.folder
  pool = temp.name
})
afterEach(async () => {
  for (const id of made.splice(0)) {
    await forceOffVm(live.core, { id }, admin).catch(() => {})
    await deleteVm(live.core, { id, disks: [] }, admin).catch(() => {})
  }
})
afterAll(async () => {
  await temp.remove()
  await live[Symbol.asyncDispose]()
})

function spec(over: Partial<NewVm> = {}): NewVm {
  return {
    host: live.link.id,
    name: guestName('new'),
    vcpus: 1,
    memoryMiB: 64,
    accelerator: 'tcg',
    disk: { kind: 'new', pool, sizeGiB: 0.1 },
    boot: { kind: 'disk' },
    network: { kind: 'none' },
    ...over,
  }
}

async function create(over: Partial<NewVm> = {}, by = admin) {
  const input = spec(over)
  const { id } = await createVm(live.core, input, by)
  made.push(id)
  return { id, name: input.name }
}

const volumes = async () => (await listVolumes(live.core, { host: live.link.id, pool }, admin)).volumes
const names = () => [...live.link.inventory.all()].map(({ name }) => name)

it('makes a VM that runs, with a disk that is named after it and known as its own', async () => {
  const { id, name } = await create()
  expect(live.core.hosts.findVm({ id }).vm).toMatchObject({ name, state: 'running', accelerator: 'tcg' })
  expect(await volumes()).toContainEqual(
    expect.objectContaining({ name: `${name}.qcow2`, format: 'qcow2', usedBy: [name], iso: false }),
  )
})

it.each<[string, (taken: string) => Partial<NewVm>, string]>([
  ['a name that exists', taken => ({ name: taken }), 'NAME_TAKEN'],
  ['an ISO that is gone', () => ({ boot: { kind: 'iso', pool, volume: 'gone.iso' } }), 'MEDIA_MISSING'],
  ['a kernel that is not there', () => ({ boot: { kind: 'kernel', kernel: '/nowhere/vmlinuz' } }), 'MEDIA_MISSING'],
  ['a pool that is not there', () => ({ disk: { kind: 'new', pool: 'nowhere', sizeGiB: 1 } }), 'NOT_FOUND'],
  ['a network that is not there', () => ({ network: { kind: 'network', name: 'nowhere' } }), 'NOT_FOUND'],
  ['a volume that is not there', () => ({ disk: { kind: 'existing', pool, volume: 'gone.qcow2' } }), 'MEDIA_MISSING'],
  ['more vCPUs than there can be', () => ({ vcpus: 512 }), 'BAD_INPUT'],
])('leaves nothing behind after %s', async (_, over, code) => {
  const { name: taken } = await create({ disk: { kind: 'none' } })
  const input = spec(over(taken))
  const [vmsBefore, volumesBefore] = [names().sort(), await volumes()]
  await expect(createVm(live.core, input, admin)).rejects.toMatchObject({ code })
  const { domains } = await live.link.call('connectListAllDomains', { need_results: 1, flags: 0 })
  expect(domains.filter(({ name }) => name === input.name)).toHaveLength(input.name === taken ? 1 : 0)
  await live.link.call('storagePoolRefresh', { pool: await poolRef(), flags: 0 })
  expect(await volumes()).toEqual(volumesBefore)
  expect(names().filter(name => !name.startsWith('t-xml'))).toEqual(expect.arrayContaining([taken]))
  expect(names().sort()).toEqual(expect.arrayContaining(vmsBefore.filter(name => name.startsWith('t-host-new'))))
})

it('lets only an administrator boot a file of the host that lies in no pool', async () => {
  await expect(create({ boot: { kind: 'kernel', kernel: '/etc/shadow' } }, manager)).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
    data: { issues: [{ path: 'boot.kernel' }] },
  })
})

it('refuses a volume that is the disk of another VM', async () => {
  const { name } = await create()
  const disk = { kind: 'existing', pool, volume: `${name}.qcow2` } as const
  await expect(create({ disk })).rejects.toMatchObject({ code: 'IN_USE', message: expect.stringContaining(name) })
  const message = `The volume "${name}.qcow2" can not be used. It is a disk of another VM. Choose another.`
  await expect(create({ disk }, blind)).rejects.toMatchObject({ code: 'IN_USE', message })
  // Nor is it read by way of a drive.
  const boot = { kind: 'iso', pool, volume: `${name}.qcow2` } as const
  await expect(create({ boot, disk: { kind: 'none' } }, manager)).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

it('says what deleting takes with it, and deletes just the disks that were named', async () => {
  await writeFile(join(folder, 'boot.iso'), Buffer.alloc(4096))
  const { id, name } = await create({ boot: { kind: 'iso', pool, volume: 'boot.iso' } })
  await forceOffVm(live.core, { id }, admin)
  const plan = await planVmDeletion(live.core, { id }, admin)
  expect(plan).toMatchObject({
    snapshots: [],
    savedState: false,
    nvram: null,
    disks: [
      { target: 'vda', path: join(folder, `${name}.qcow2`), pool, stays: null },
      { target: 'sda', path: join(folder, 'boot.iso'), stays: expect.stringContaining('drive') },
    ],
  })
  await expect(deleteVm(live.core, { id, disks: ['/etc/passwd'] }, admin)).rejects.toMatchObject({ code: 'BAD_INPUT' })
  expect(live.link.inventory.get(id)).toBeDefined()

  const { left } = await deleteVm(live.core, { id, disks: plan.disks.map(({ path }) => path) }, admin)
  expect(left).toEqual([{ path: join(folder, 'boot.iso'), why: plan.disks[1]?.stays }])
  expect(live.link.inventory.get(id)).toBeUndefined()
  await expect(access(join(folder, `${name}.qcow2`))).rejects.toThrow()
  await access(join(folder, 'boot.iso'))
})

it('keeps a disk that another volume is built on, and one that was not named', async () => {
  const { id, name } = await create()
  await forceOffVm(live.core, { id }, admin)
  const base = join(folder, `${name}.qcow2`)
  const overlay = `<volume><name>${name}-overlay.qcow2</name><capacity>104857600</capacity>
    <target><format type='qcow2'/></target>
    <backingStore><path>${base}</path><format type='qcow2'/></backingStore></volume>`
  const { vol } = await live.link.call('storageVolCreateXml', { pool: await poolRef(), xml: overlay, flags: 0 })
  const plan = await planVmDeletion(live.core, { id }, admin)
  expect(plan.disks[0]?.stays).toBe(`The volume "${name}-overlay.qcow2" is built on it.`)
  const unnamed = await planVmDeletion(live.core, { id }, blind)
  expect(unnamed.disks[0]?.stays).toBe('Another volume is built on it.')
  await deleteVm(live.core, { id, disks: [] }, admin)
  await access(base)
  await live.link.call('storageVolDelete', { vol, flags: 0 })
})

const poolRef = async () => (await live.link.call('storagePoolLookupByName', { name: pool })).pool

it('makes it as a job that says where it is, and takes back what was made when somebody stops it', async () => {
  const { jobs } = live.core
  const { id } = await create()
  const [made] = await jobs.rows.newest()
  const job = await jobs.find(made?.id ?? '')
  expect(job).toMatchObject({ act: 'createVm', state: 'done', items: [{ id, state: 'done' }] })
  expect(job?.log.map(({ text }) => text.split(' ')[0])).toEqual(['Makes', 'Defines', 'Starts', 'Ended.'])

  const update = jobs.rows.update.bind(jobs.rows)
  const spy = vi.spyOn(jobs.rows, 'update').mockImplementation(async record => {
    await update(record)
    if (record.log.at(-1)?.text.startsWith('Defines')) jobs.cancel(record.id)
  })
  const input = spec()
  await expect(createVm(live.core, input, admin)).rejects.toMatchObject({ code: 'WRONG_STATE' })
  spy.mockRestore()
  expect((await volumes()).map(({ name }) => name)).not.toContain(`${input.name}.qcow2`)
  expect(names()).not.toContain(input.name)
  const [stopped] = await jobs.rows.newest()
  expect(await jobs.find(stopped?.id ?? '')).toMatchObject({ state: 'cancelled', items: [{ state: 'skipped' }] })
})
