// Saving a running domain to a file and bringing it back, on QEMU: save, restore, managed save, and core dumps.
import { stat } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openHost, type ProofHost, probeMs } from '../../test/proof-host.ts'
import { fieldsOf } from '../../test/virsh.ts'
import type { Connection } from '../connection.ts'
import { DomainState, ErrorNumber } from '../constants.gen.ts'
import type { Domain } from '../protocol/structures.gen.ts'

const prefix = 't-proof-save'
const xml = `<domain type='qemu'><name>${prefix}</name><description>as it was</description><memory unit='MiB'>32</memory>
  <os><type arch='x86_64' machine='pc'>hvm</type></os></domain>`

let host: ProofHost
let connection: Connection
let dom: Domain
let image: string

beforeAll(async () => {
  host = await openHost(prefix)
  connection = host.connection
  image = `${host.folder}/state`
  dom = (await connection.call('domainDefineXml', { xml })).dom
}, 2 * probeMs)
afterAll(() => host?.close())
beforeEach(async () => {
  const now = await state()
  if (now === DomainState.PAUSED) await connection.call('domainResume', { dom })
  if (now === DomainState.SHUTOFF) await connection.call('domainCreate', { dom })
  dom = (await connection.call('domainLookupByName', { name: prefix })).dom
})

const stateByVirsh = () => host.virsh('domstate', prefix, '--reason')
const state = async () => (await connection.call('domainGetState', { dom })).state

describe('save and restore', () => {
  test('we save and virsh restores', async () => {
    await connection.call('domainSave', { dom, to: image })
    expect(await stateByVirsh()).toBe('shut off (saved)')
    const { xml: saved } = await connection.call('domainSaveImageGetXmlDesc', { file: image })
    expect(saved.trimEnd()).toBe(await host.virsh('save-image-dumpxml', image))
    await host.virsh('restore', image)
    expect(await state()).toBe(DomainState.RUNNING)
  })

  test('virsh saves and we restore', async () => {
    await host.virsh('save', prefix, image)
    expect(await state()).toBe(DomainState.SHUTOFF)
    await connection.call('domainRestore', { from: image })
    expect(await stateByVirsh()).toBe('running (restored)')
  })

  test('with flags: it comes back paused', async () => {
    await connection.call('domainSaveFlags', { dom, to: image, dxml: null, flags: 4 })
    await connection.call('domainRestoreFlags', { from: image, dxml: null })
    expect(await stateByVirsh()).toMatch(/^paused/)
  })

  test('with parameters, and other XML written into the image', async () => {
    await connection.call('domainSaveParams', { dom, params: { file: image }, flags: 2 })
    const { xml: saved } = await connection.call('domainSaveImageGetXmlDesc', { file: image, flags: 1 })
    const dxml = saved.replace('as it was', 'rewritten')
    await connection.call('domainSaveImageDefineXml', { file: image, dxml })
    expect(await host.virsh('save-image-dumpxml', image)).toContain('<description>rewritten</description>')
    await connection.call('domainRestoreParams', { params: { file: image }, flags: 2 })
    expect(await stateByVirsh()).toMatch(/^running/)
    expect(await host.virsh('dumpxml', prefix)).toContain('<description>rewritten</description>')
  })

  test('a file that is no saved state is refused', async () => {
    const from = await host.file('nothing of the kind')
    await expect(connection.call('domainRestore', { from })).rejects.toMatchObject({
      code: ErrorNumber.OPERATION_FAILED,
    })
  })
})

describe('managed save', () => {
  const hasImage = async () => fieldsOf(await host.virsh('dominfo', prefix))['Managed save']

  test('it starts where it was', async () => {
    await connection.call('domainManagedSave', { dom })
    expect(await hasImage()).toBe('yes')
    expect(await connection.call('domainHasManagedSaveImage', { dom })).toEqual({ result: 1 })
    const { xml: saved } = await connection.call('domainManagedSaveGetXmlDesc', { dom })
    expect(saved.trimEnd()).toBe(await host.virsh('managedsave-dumpxml', prefix))
    await connection.call('domainManagedSaveDefineXml', {
      dom,
      dxml: saved.replace(/<description>.*</, '<description>changed<'),
    })
    await host.virsh('start', prefix)
    expect(await host.virsh('dumpxml', prefix)).toContain('<description>changed</description>')
    expect(await connection.call('domainHasManagedSaveImage', { dom })).toEqual({ result: 0 })
  })

  test('the image can be thrown away', async () => {
    await host.virsh('managedsave', prefix)
    expect(await connection.call('domainHasManagedSaveImage', { dom })).toEqual({ result: 1 })
    await connection.call('domainManagedSaveRemove', { dom })
    expect(await hasImage()).toBe('no')
  })
})

describe('core dumps', () => {
  test.each([
    ['domainCoreDump', {}],
    ['domainCoreDumpWithFormat', { dumpformat: 0 }],
  ] as const)('%s writes the memory and leaves the domain as flags say', async (name, format) => {
    const to = `${host.folder}/${name}`
    await connection.call(name, { dom, to, flags: 16, ...format } as never) // 16: memory only
    expect((await stat(to)).size).toBeGreaterThan(32 * 1024 * 1024)
    expect(await stateByVirsh()).toMatch(/^running/)
  })
})
