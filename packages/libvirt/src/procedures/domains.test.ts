// Domains that are defined and looked at, on QEMU: list, define, dumpxml, domid, domuuid, dominfo, domname, domstate, undefine.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHost, type ProofHost, probeMs } from '../../test/proof-host.ts'
import { fieldsOf } from '../../test/virsh.ts'
import type { Connection } from '../connection.ts'
import { ConnectListAllDomainsFlags, DomainState, ErrorNumber } from '../constants.gen.ts'
import type { Domain } from '../protocol/structures.gen.ts'

const prefix = 't-proof-domains'
const on = `${prefix}-on`
const off = `${prefix}-off`
const xml = (name: string) =>
  `<domain type='qemu'>
  <name>${name}</name><title>Grüße & more</title><memory unit='MiB'>48</memory><currentMemory unit='MiB'>32</currentMemory>
  <vcpu current='1'>2</vcpu><os><type arch='x86_64' machine='pc'>hvm</type></os></domain>`.replace('&', '&amp;')

let host: ProofHost
let connection: Connection
let running: Domain
let stopped: Domain

beforeAll(async () => {
  host = await openHost(prefix)
  connection = host.connection
  stopped = (await connection.call('domainDefineXml', { xml: xml(off) })).dom
  const { dom } = await connection.call('domainDefineXmlFlags', { xml: xml(on) })
  running = (await connection.call('domainCreateWithFlags', { dom, flags: 1 })).dom
}, 2 * probeMs)
afterAll(() => host?.close())

describe('list', () => {
  const named = async (...flags: string[]) => (await host.virsh('list', '--name', ...flags)).split('\n')
  const ours = (names: readonly string[]) => names.filter(name => name.startsWith(prefix)).sort()

  test.each([
    ['--all', 0],
    ['--inactive', ConnectListAllDomainsFlags.INACTIVE],
    ['--persistent', ConnectListAllDomainsFlags.ACTIVE | ConnectListAllDomainsFlags.PERSISTENT],
    ['--state-paused', ConnectListAllDomainsFlags.PAUSED],
    ['--state-running', ConnectListAllDomainsFlags.RUNNING],
  ])('%s', async (flag, flags) => {
    const { domains, ret } = await connection.call('connectListAllDomains', { flags })
    expect(ret).toBe(domains.length)
    expect(ours(domains.map(({ name }) => name))).toEqual(ours(await named(flag)))
  })

  test('the old lists and counts', async () => {
    const { ids } = await connection.call('connectListDomains')
    expect(ids).toContain(Number(await host.virsh('domid', on)))
    const { names } = await connection.call('connectListDefinedDomains')
    expect(ours(names)).toEqual(ours(await named('--inactive')))
    // Other tests come and go on this host, so the counts are only those of some moment.
    expect((await connection.call('connectNumOfDomains')).num).toBeGreaterThan(0)
    expect((await connection.call('connectNumOfDefinedDomains')).num).toBeGreaterThan(0)
  })
})

describe('identity: domid, domname, domuuid', () => {
  test.each([on, off])('%s is found by everything that names it', async name => {
    const uuid = await host.virsh('domuuid', name)
    const { dom } = await connection.call('domainLookupByName', { name })
    expect(dom).toMatchObject({ name, uuid })
    expect(await connection.call('domainLookupByUuid', { uuid })).toEqual({ dom })
    expect(await host.virsh('domname', dom.uuid)).toBe(name)
    expect(await host.virsh('domid', name)).toBe(dom.id === -1 ? '-' : String(dom.id))
    if (dom.id !== -1) expect(await connection.call('domainLookupById', { id: dom.id })).toEqual({ dom })
  })

  test('what does not exist is refused, as virsh is', async () => {
    const uuid = '00000000-0000-0000-0000-00000000dead'
    const refusal = await connection.call('domainUndefine', { dom: { name: 'x', uuid, id: -1 } }).catch(error => error)
    expect(refusal).toMatchObject({ code: ErrorNumber.NO_DOMAIN, procedure: 'domainUndefine' })
    const lookups = await Promise.allSettled([
      connection.call('domainLookupByName', { name: uuid }),
      connection.call('domainLookupByUuid', { uuid }),
      connection.call('domainLookupById', { id: 2 ** 31 - 1 }),
    ])
    const refused = { status: 'rejected', reason: { code: ErrorNumber.NO_DOMAIN } }
    expect(lookups).toMatchObject([refused, refused, refused])
    await expect(host.virsh('domid', uuid)).rejects.toThrow(/failed to get domain/)
  })
})

describe('dumpxml', () => {
  test.each([
    [on, [], 0],
    [on, ['--inactive'], 2],
    [on, ['--security-info', '--update-cpu'], 1 | 4],
    [on, ['--migratable'], 8],
    [off, [], 0],
  ] as const)('%s %j is the same text', async (name, options, flags) => {
    const { dom } = await connection.call('domainLookupByName', { name })
    const { xml } = await connection.call('domainGetXmlDesc', { dom, flags })
    expect(xml.trimEnd()).toBe(await host.virsh('dumpxml', name, ...options))
  })

  test('the native command line and back', async () => {
    const { xml } = await connection.call('domainGetXmlDesc', { dom: stopped })
    const { nativeConfig } = await connection.call('connectDomainXmlToNative', {
      nativeFormat: 'qemu-argv',
      domainXml: xml,
    })
    const virsh = await host.virsh('domxml-to-native', 'qemu-argv', '--domain', off)
    const stable = (line: string) => line.replace(/domain-\d+-/g, '').trimEnd()
    expect(stable(nativeConfig)).toBe(stable(virsh))
  })
})

describe('dominfo and domstate', () => {
  test.each([on, off])('%s', async name => {
    const { dom } = await connection.call('domainLookupByName', { name })
    const told = fieldsOf(await host.virsh('dominfo', name))
    const info = await connection.call('domainGetInfo', { dom })
    expect(told).toMatchObject({
      Name: name,
      UUID: dom.uuid,
      'OS Type': (await connection.call('domainGetOsType', { dom })).type,
      'CPU(s)': String(info.nrVirtCpu),
      'Max memory': `${info.maxMem} KiB`,
      'Used memory': `${info.memory} KiB`,
      Persistent: (await connection.call('domainIsPersistent', { dom })).persistent ? 'yes' : 'no',
      Autostart: (await connection.call('domainGetAutostart', { dom })).autostart ? 'enable' : 'disable',
      'Managed save': (await connection.call('domainHasManagedSaveImage', { dom })).result ? 'yes' : 'no',
      State: { [DomainState.RUNNING]: 'running', [DomainState.SHUTOFF]: 'shut off' }[info.state] ?? 'paused',
    })
    const { model, doi } = await connection.call('nodeGetSecurityModel')
    expect(told).toMatchObject({ 'Security model': model, 'Security DOI': doi })
    const { label } = await connection.call('domainGetSecurityLabel', { dom })
    expect(label.trimEnd()).toBe((told['Security label'] ?? '').replace(/ \((permissive|enforcing)\)$/, ''))
    const { labels } = await connection.call('domainGetSecurityLabelList', { dom })
    const dumped = await host.virsh('dumpxml', name)
    for (const { label } of labels) if (label !== '') expect(dumped).toContain(`<label>${label}</label>`)
    expect(labels.some(({ label }) => label !== '')).toBe(name === on)
    expect((await connection.call('domainGetMessages', { dom })).msgs).toEqual([])
  })

  test('the state with its reason, whether it is on, and whether it was changed', async () => {
    const { dom } = await connection.call('domainLookupByName', { name: on })
    expect(await host.virsh('domstate', on, '--reason')).toBe('paused (user)')
    expect(await connection.call('domainGetState', { dom })).toEqual({ state: DomainState.PAUSED, reason: 1 })
    expect(await connection.call('domainIsActive', { dom })).toEqual({ active: 1 })
    expect(await connection.call('domainIsActive', { dom: stopped })).toEqual({ active: 0 })
    expect(await connection.call('domainIsUpdated', { dom })).toEqual({ updated: 0 })
    expect((await connection.call('domainGetControlInfo', { dom })).state).toBe(0)
    expect(await host.virsh('domcontrol', on)).toBe('ok')
    expect(dom).toEqual(running)
  })
})

describe('changes are seen by virsh, and those of virsh by us', () => {
  test('autostart', async () => {
    await connection.call('domainSetAutostart', { dom: stopped, autostart: 1 })
    expect(fieldsOf(await host.virsh('dominfo', off)).Autostart).toBe('enable')
    await host.virsh('autostart', '--disable', off)
    expect(await connection.call('domainGetAutostart', { dom: stopped })).toEqual({ autostart: 0 })
  })

  test('define, and define anew with flags', async () => {
    const name = `${prefix}-defined`
    const { dom } = await connection.call('domainDefineXml', { xml: xml(name) })
    expect(await host.virsh('desc', '--title', name)).toBe('Grüße & more')
    const retitled = (await host.virsh('dumpxml', name)).replace('Grüße', 'Wishes')
    expect(await connection.call('domainDefineXmlFlags', { xml: retitled, flags: 1 })).toEqual({ dom })
    expect(await host.virsh('desc', '--title', name)).toBe('Wishes & more')
    expect(await host.virsh('domuuid', name)).toBe(dom.uuid)
    await connection.call('domainUndefine', { dom })
    await expect(host.virsh('domid', name)).rejects.toThrow(/failed to get domain/)
  })

  test('a new name', async () => {
    const { dom } = await connection.call('domainDefineXmlFlags', { xml: xml(`${prefix}-before`), flags: 1 })
    await connection.call('domainRename', { dom, new_name: `${prefix}-after` })
    expect(await host.virsh('domname', dom.uuid)).toBe(`${prefix}-after`)
    await host.virsh('domrename', `${prefix}-after`, `${prefix}-last`)
    expect((await connection.call('domainLookupByUuid', { uuid: dom.uuid })).dom.name).toBe(`${prefix}-last`)
    await connection.call('domainUndefine', { dom: { ...dom, name: `${prefix}-last` } })
    await expect(host.virsh('domname', dom.uuid)).rejects.toThrow(/failed to get domain/)
  })

  test('undefine with flags, of something that virsh defined', async () => {
    const name = `${prefix}-virsh`
    await host.virsh('define', await host.file(xml(name)), '--validate')
    const { dom } = await connection.call('domainLookupByName', { name })
    expect((await connection.call('domainGetXmlDesc', { dom })).xml).toContain('<title>Grüße &amp; more</title>')
    await connection.call('domainUndefineFlags', { dom, flags: 1 })
    await expect(host.virsh('domid', name)).rejects.toThrow(/failed to get domain/)
  })

  test('what happens at the end of a run', async () => {
    const { dom } = await connection.call('domainLookupByName', { name: on })
    await connection.call('domainSetLifecycleAction', { dom, type: 1, action: 0, flags: 2 })
    expect(await host.virsh('dumpxml', '--inactive', on)).toContain('<on_reboot>destroy</on_reboot>')
    await host.virsh('set-lifecycle-action', on, 'reboot', 'restart', '--config')
    expect((await connection.call('domainGetXmlDesc', { dom, flags: 2 })).xml).toContain(
      '<on_reboot>restart</on_reboot>',
    )
  })
})
