import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Bulk } from '@porthole/contract'
import { DomainUndefineFlagsValues } from '@porthole/libvirt'
import { newSnapshot } from '@porthole/libvirt-xml'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { defineGuest } from '../../test/guest.ts'
import { caller, changed, type LiveCore, liveCore } from '../../test/live-core.ts'
import { planBulk } from './plan-bulk.ts'

let live: LiveCore
let folder: string

beforeAll(async () => {
  folder = mkdtempSync('/var/tmp/porthole-plan-')
  chmodSync(folder, 0o755)
  for (const [name, format] of [
    ['one', 'qcow2'],
    ['two', 'qcow2'],
    ['bare', 'raw'],
  ] as const) {
    execFileSync('qemu-img', ['create', '-q', '-f', format, join(folder, name), '8M'])
    chmodSync(join(folder, name), 0o666)
  }
  live = await liveCore('qemu:///system')
})
afterAll(async () => {
  await live[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

const disk = (name: string, target: string, { format = 'qcow2', attributes = '', more = '' } = {}) =>
  `<disk type='file' ${attributes}><driver name='qemu' type='${format}'/><source file='${join(folder, name)}'/>
    <target dev='${target}' ${target.startsWith('h') ? "bus='ide'" : "bus='virtio'"}/>${more}</disk>`
const cd = () => disk('bare', 'hda', { format: 'raw', attributes: "device='cdrom'" })
const one = () => disk('one', 'vda')

it.each([
  ['no disk', () => '', /no disk/, /no disk/],
  ['a CD alone', cd, /no disk/, /no disk/],
  ['a raw disk beside a qcow2 one', () => one() + disk('bare', 'vdb', { format: 'raw' }), /qcow2/, /qcow2/],
  ['a disk that is left out', () => one() + disk('two', 'vdb', { attributes: "snapshot='no'" }), /leaves/, /leaves/],
  [
    'a disk whose snapshots lie outside',
    () => disk('one', 'vda', { attributes: "snapshot='external'" }),
    null,
    /leaves/,
  ],
  ['a qcow2 disk and a CD', () => one() + cd(), null, null],
])('plans a snapshot of a VM with %s as libvirt will have it, off and on', async (_, devices, off, on) => {
  const { core, link } = live
  const guest = await defineGuest(link, 'plan', { devices: devices() })
  const { id, dom } = await live.vm(guest.name)
  try {
    for (const [expected, snapshot] of [
      [off, 'off'],
      [on, 'on'],
    ] as const) {
      if (snapshot === 'on') {
        await link.call('domainCreateWithFlags', { dom, flags: 0 })
        await changed(core.hosts, 'vm', () => link.inventory.get(id)?.active === true)
      }
      const bulk: Bulk = { act: 'createSnapshot', vms: [{ id, host: link.id }], name: snapshot }
      const { can, cannot } = await planBulk(core, bulk, caller())
      const why = expected === null ? null : expect.stringMatching(expected)
      expect([can, cannot[0]?.why ?? null], snapshot).toEqual([expected === null ? 1 : 0, why])
      const xml_desc = newSnapshot({ name: snapshot, description: '' })
      const taken = link.call('domainSnapshotCreateXml', { dom, xml_desc, flags: 0 })
      const went = await taken.then(
        () => true,
        () => false,
      )
      expect(went, snapshot).toBe(expected === null)
    }
  } finally {
    await link.call('domainDestroyFlags', { dom, flags: 0 }).catch(() => {})
    await link.call('domainUndefineFlags', { dom, flags: DomainUndefineFlagsValues.SNAPSHOTS_METADATA })
  }
})

it('plans none of a VM with a saved state: its memory would be put on other disks', async () => {
  const { core, link } = live
  const guest = await defineGuest(link, 'saved', { devices: one() })
  const { id, dom } = await live.vm(guest.name)
  try {
    await link.call('domainCreateWithFlags', { dom, flags: 0 })
    await link.call('domainManagedSave', { dom, flags: 0 })
    await live.vm(guest.name, vm => vm.state === 'saved')
    const bulk: Bulk = { act: 'createSnapshot', vms: [{ id, host: link.id }], name: 'saved' }
    const { can, cannot } = await planBulk(core, bulk, caller())
    expect([can, cannot[0]?.why]).toEqual([0, expect.stringContaining('discard the saved state first')])
  } finally {
    const { MANAGED_SAVE, SNAPSHOTS_METADATA } = DomainUndefineFlagsValues
    await link.call('domainUndefineFlags', { dom, flags: MANAGED_SAVE | SNAPSHOTS_METADATA })
  }
})
