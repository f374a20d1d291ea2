import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sample } from '../test/samples.ts'
import { virsh, withFile } from '../test/virsh.ts'
import { newPool, readPool } from './pool.ts'
import { newVolume, readVolume } from './volume.ts'

describe('pools and volumes', () => {
  it('reads what libvirt writes', () => {
    expect(readPool(sample('pool'))).toEqual({
      type: 'dir',
      name: 'default',
      uuid: 'c599c3bd-780a-4ed0-94ec-915348599d31',
      path: '/var/lib/libvirt/images',
      source: { host: null, device: null, dir: null, name: null },
      capacity: 270553174016,
      allocation: 25819398144,
      available: 244733775872,
      oddity: null,
    })
    expect(readVolume(sample('volume'))).toEqual({
      type: 'file',
      name: 'overlay.qcow2',
      path: '/var/lib/libvirt/images/overlay.qcow2',
      format: 'qcow2',
      capacity: 20971520,
      allocation: 200704,
      backing: '/var/lib/libvirt/images/base.qcow2',
      oddity: null,
    })
    expect(readPool('nonsense')).toMatchObject({ name: null, capacity: null, oddity: expect.stringContaining('XML') })
  })

  it.each([
    [
      { kind: 'fs', device: '/dev/nowhere', path: '/srv/a & b' },
      { device: '/dev/nowhere', path: '/srv/a & b' },
    ],
    [
      { kind: 'netfs', host: 'fd00::1', dir: '/export', path: '/srv/nfs' },
      { host: 'fd00::1', dir: '/export', path: '/srv/nfs' },
    ],
    [
      { kind: 'logical', group: 'vg0' },
      { name: 'vg0', path: '/dev/vg0' },
    ],
    [
      { kind: 'iscsi', host: 'san', target: 'iqn.2024-01.org.example:d' },
      { host: 'san', device: 'iqn.2024-01.org.example:d', path: '/dev/disk/by-path' },
    ],
  ] as const)('makes a pool of each kind that libvirt keeps as it was meant: %o', (spec, { path, ...source }) => {
    const name = `t-xml-${spec.kind} <${process.pid}>`
    withFile(newPool({ name, ...spec }), file => virsh('pool-define', file))
    try {
      const nothing = { host: null, device: null, dir: null, name: null }
      const kept = { type: spec.kind, name, path, source: { ...nothing, ...source } }
      expect(readPool(virsh('pool-dumpxml', name))).toMatchObject(kept)
    } finally {
      virsh('pool-undefine', name)
    }
  })

  it('makes a pool and a volume that libvirt takes as they were meant', () => {
    const folder = mkdtempSync(join(tmpdir(), "t-xml & 'pool' "))
    const name = `t-xml-pool <${process.pid}>`
    withFile(newPool({ name, kind: 'dir', path: folder }), path => virsh('pool-create', path))
    try {
      expect(readPool(virsh('pool-dumpxml', name))).toMatchObject({ type: 'dir', name, path: folder })
      withFile(newVolume({ name: 'a & b.qcow2', capacity: 5_000_000_000 }), path => virsh('vol-create', name, path))
      const written = virsh('vol-dumpxml', 'a & b.qcow2', name)
      expect(written).toContain('<compat>1.1</compat>')
      const volume = readVolume(written)
      expect(volume).toMatchObject({ name: 'a & b.qcow2', format: 'qcow2', path: join(folder, 'a & b.qcow2') })
      // libvirt gives the size to qemu-img in whole KiB.
      expect(volume.capacity).toBe(Math.ceil(5_000_000_000 / 1024) * 1024)
      expect(volume.allocation).toBeLessThan(1_000_000)
    } finally {
      virsh('pool-destroy', name)
      rmSync(folder, { recursive: true })
    }
  })
})
