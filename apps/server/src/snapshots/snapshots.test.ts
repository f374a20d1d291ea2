import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Snapshot, vmRules } from '@porthole/contract'
import { DomainSnapshotCreateFlags, DomainSnapshotXMLFlags, DomainUndefineFlagsValues } from '@porthole/libvirt'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { defineGuest } from '../../test/guest.ts'
import { caller, type LiveCore, liveCore } from '../../test/live-core.ts'
import { discardSavedState } from '../vms/discard-saved-state.ts'
import { forceOffVm } from '../vms/force-off-vm.ts'
import { saveVm } from '../vms/save-vm.ts'
import { startVm } from '../vms/start-vm.ts'
import { createSnapshot } from './create-snapshot.ts'
import { deleteSnapshot } from './delete-snapshot.ts'
import { describeSnapshot } from './describe-snapshot.ts'
import { listSnapshots } from './list-snapshots.ts'
import { revertToSnapshot } from './revert-to-snapshot.ts'

const ann = caller()
let live: LiveCore
let folder: string
let key: { id: string; host: string }
let name: string

beforeAll(async () => {
  folder = mkdtempSync('/var/tmp/porthole-snapshots-')
  chmodSync(folder, 0o755)
  live = await liveCore('qemu:///system')
})
afterAll(async () => {
  await live[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

beforeEach(async () => {
  const disk = join(folder, 'disk.qcow2')
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', disk, '8M'])
  chmodSync(disk, 0o666)
  const devices = `<disk type='file'><driver name='qemu' type='qcow2'/><source file='${disk}'/><target dev='vda'/></disk>`
  const guest = await defineGuest(live.link, 'moments', { devices, password: 'sesame' })
  const vm = await live.vm(guest.name)
  key = { id: vm.id, host: vm.host }
  name = guest.name
  return async () => {
    const { dom } = vm
    await live.link.call('domainDestroyFlags', { dom, flags: 0 }).catch(() => {})
    await live.link.call('domainUndefineFlags', { dom, flags: DomainUndefineFlagsValues.SNAPSHOTS_METADATA })
  }
})

const take = (name: string, description = '') => createSnapshot(live.core, { ...key, name, description }, ann)
const revert = (name: string) => revertToSnapshot(live.core, { ...key, name }, ann)
const remove = (name: string, children = false) => deleteSnapshot(live.core, { ...key, name, children }, ann)
const list = async () => (await listSnapshots(live.core, key, ann)).snapshots
const brief = ({ name, parent, current, state, memory }: Snapshot) => ({ name, parent, current, state, memory })

/** What virsh knows of it, by the words in front. */
function virsh(...args: string[]): string {
  return execFileSync('virsh', ['-c', 'qemu:///system', ...args], { encoding: 'utf8' }).trim()
}

it('takes what a VM is, off and on, and goes back to either', { timeout: 60_000 }, async () => {
  const before = Math.floor(Date.now() / 1000) * 1000
  await take('off', 'before <anything> & "all"')
  await startVm(live.core, key, ann)
  await take('on')
  const [off, on] = await list()
  expect(off).toMatchObject({ name: 'off', description: 'before <anything> & "all"', parent: null, hindrance: null })
  expect(off).toMatchObject({ state: 'shut-off', memory: false, current: false })
  expect(on && brief(on)).toEqual({ name: 'on', parent: 'off', current: true, state: 'running', memory: true })
  expect(Date.parse(off?.takenAt ?? '')).toBeGreaterThanOrEqual(before)
  expect(Date.parse(off?.takenAt ?? '')).toBeLessThanOrEqual(Date.now())

  await revert('off')
  expect(await live.vm(name)).toMatchObject({ state: 'shut-off', currentSnapshot: 'off', snapshots: ['off', 'on'] })
  await revert('on')
  expect(await live.vm(name)).toMatchObject({ state: 'running', currentSnapshot: 'on' })
  expect(virsh('snapshot-current', name, '--name')).toBe('on')
})

it('brings the definition back, too, also from a VM that is on and defined otherwise', {
  timeout: 60_000,
}, async () => {
  await startVm(live.core, key, ann)
  await take('small')
  const definition = virsh('dumpxml', name, '--inactive', '--security-info')
  const larger = definition.replace(/<memory.*?<\/currentMemory>/s, '<memory unit="MiB">48</memory>')
  await live.link.call('domainDefineXml', { xml: larger })
  await forceOffVm(live.core, key, ann)
  await startVm(live.core, key, ann)
  expect(await live.vm(name)).toMatchObject({ memoryKiB: 48 * 1024 })
  await revert('small')
  expect(await live.vm(name)).toMatchObject({ state: 'running', memoryKiB: 32 * 1024 })
  expect(virsh('dumpxml', name, '--inactive')).toContain(`<memory unit='KiB'>${32 * 1024}</memory>`)
})

it('deletes one, whose children hang on its parent then, or one with all that grew out of it', async () => {
  for (const name of ['a', 'b', 'c', 'd']) await take(name)
  await remove('b')
  expect((await list()).map(({ name, parent }) => [name, parent])).toEqual([
    ['a', null],
    ['c', 'a'],
    ['d', 'c'],
  ])
  await remove('c', true)
  expect((await list()).map(brief)).toEqual([
    { name: 'a', parent: null, current: true, state: 'shut-off', memory: false },
  ])
  expect(await live.vm(name)).toMatchObject({ snapshots: ['a'], currentSnapshot: 'a' })
})

it('describes one, which stays what and where it was, its passwords included', async () => {
  for (const name of ['first', 'second']) await take(name, 'so far')
  const before = await list()
  await describeSnapshot(live.core, { ...key, name: 'first', description: 'before the <upgrade>' }, ann)
  await describeSnapshot(live.core, { ...key, name: 'second', description: '' }, ann)
  expect(await list()).toEqual([
    { ...before[0], description: 'before the <upgrade>' },
    { ...before[1], description: null },
  ])
  const { dom } = await live.vm(name)
  const snap = { name: 'second', dom }
  const secret = await live.link.call('domainSnapshotGetXmlDesc', { snap, flags: DomainSnapshotXMLFlags.SECURE })
  expect(secret.xml).toContain("passwd='sesame'")
})

it('knows that this libvirt does not bring back what lies outside the disks’ files', async () => {
  await startVm(live.core, key, ann)
  const { dom } = await live.vm(name)
  const flags = DomainSnapshotCreateFlags.DISK_ONLY
  const xml_desc = `<domainsnapshot><name>outside</name><disks><disk name='vda' snapshot='external'/></disks></domainsnapshot>`
  await live.link.call('domainSnapshotCreateXml', { dom, xml_desc, flags })
  const [{ state, hindrance }] = (await list()) as [Snapshot]
  expect(state).toBe('disks')
  const went = await revert('outside').then(
    () => true,
    () => false,
  )
  expect(hindrance === null).toBe(went)
  expect(hindrance ?? '9.9').toContain('9.9')
})

it('is not gone back to while a saved state waits, which would be put on other disks', async () => {
  await take('before')
  await startVm(live.core, key, ann)
  await saveVm(live.core, key, ann)
  const vm = await live.vm(name)
  expect(vmRules.revertToSnapshot(vm)).toContain('discard the saved state first')
  await discardSavedState(live.core, key, ann)
  expect(vmRules.revertToSnapshot(await live.vm(name))).toBeNull()
})

it('says so where there is none of that name, and refuses a second of one name', async () => {
  const odd = 'größe? #1 & %2e "x" <y>'
  await take(odd)
  await expect(take(odd)).rejects.toMatchObject({ code: 'NAME_TAKEN' })
  const gone = { code: 'NOT_FOUND', message: expect.stringContaining('"gone"') }
  await expect(revert('gone')).rejects.toMatchObject(gone)
  await expect(remove('gone')).rejects.toMatchObject(gone)
  await expect(describeSnapshot(live.core, { ...key, name: 'gone', description: '' }, ann)).rejects.toMatchObject(gone)
  await revert(odd)
  await remove(odd)
  expect(await list()).toEqual([])
})
