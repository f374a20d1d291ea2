// Every procedure that is left, called with whatever fits its arguments: what comes back, answer or refusal, is read without
// fault. QEMU's host is only looked at; libvirt's test driver, a host that exists nowhere but in its memory, takes everything.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHost, type ProofHost, probeMs } from '../../test/proof-host.ts'
import { programs } from '../../test/table-codec.ts'
import type { Connection } from '../connection.ts'
import { DeadlineError, LibvirtError } from '../errors.ts'
import type { CallName } from '../protocol/procedures.ts'

const prefix = 't-proof-sweep'
const node = `<node>
  <domain type='test'><name>first</name><memory>65536</memory><os><type>hvm</type></os>
    <devices><disk type='file' device='disk'><source file='/disk'/><target dev='vda'/></disk><interface type='network'><source network='net'/><target dev='tap0'/></interface></devices></domain>
  <network><name>net</name><bridge name='b0'/><ip address='192.168.215.1' netmask='255.255.255.0'/></network>
  <interface type='ethernet' name='eth9'><mac address='aa:bb:cc:dd:ee:ff'/></interface>
  <pool type='dir'><name>pool</name><target><path>/pool</path></target><volume><name>vol</name><capacity>1000</capacity><target><path>/pool/vol</path></target></volume></pool>
  <device><name>computer</name><capability type='system'><hardware><uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid></hardware><firmware/></capability></device>
</node>`

/** Those that end the connection, belong to logging in, or are about a file descriptor; and one that would put the machine to sleep. */
const never =
  /^(connect(Open|Close|SetIdentity)|auth.*|domainOpenGraphics(Fd)?|domainFdAssociate|lxcDomainOpenNamespace|nodeSuspendForDuration)$/
const looksOnly = /(Get|List|NumOf|Lookup|Compare|Baseline|Supports)|(Num|Current|NumChildren)$|Is[A-Z]|Has[A-Z]/

const camel = (name: string) => name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
const calls = Object.entries(programs).flatMap(([program, { procedures }]) =>
  Object.entries(procedures)
    .filter(([, row]) => !row.message && !row.stream)
    .map(([name, { args }]) => ({ name: camel(program === 'remote' ? name : `${program}_${name}`), args: args ?? {} }))
    .filter(({ name }) => !never.test(name)),
)

let pretended: ProofHost
let real: ProofHost
beforeAll(async () => {
  real = await openHost(prefix)
  pretended = await openHost(prefix, `test://${await real.file(node)}`)
  const xml = `<domain type='qemu'><name>${prefix}</name><memory unit='MiB'>32</memory><os><type arch='x86_64' machine='pc'>hvm</type></os></domain>`
  const { dom } = await real.connection.call('domainDefineXml', { xml })
  await real.connection.call('domainCreateWithFlags', { dom, flags: 1 })
}, 2 * probeMs)
afterAll(async () => {
  await pretended?.close()
  await real?.close()
})

type Fields = Readonly<Record<string, string>>
type Things = Record<string, unknown>

/** Something of each kind, so that most questions have an answer. */
async function thingsOf(connection: Connection, folder: string): Promise<Things> {
  const first = <Thing>([thing]: readonly Thing[], else_: Thing): Thing => thing ?? else_
  const none = { name: 'none', uuid: '00000000-0000-0000-0000-000000000000' }
  const { domains } = await connection.call('connectListAllDomains', { flags: 1 })
  const domain = first(
    domains.filter(({ name }) => name === prefix || name === 'first'),
    { ...none, id: -1 },
  )
  const network = first((await connection.call('connectListAllNetworks')).nets, none)
  const { pools } = await connection.call('connectListAllStoragePools')
  const { filters } = await connection.call('connectListAllNwfilters').catch(() => ({ filters: [] }))
  const { devices } = await connection.call('connectListAllNodeDevices')
  return {
    domain,
    network,
    network_port: { net: network, uuid: none.uuid },
    nwfilter: first(filters, none),
    nwfilter_binding: { portdev: 'none', filtername: 'none' },
    interface: { name: 'eth9', mac: 'aa:bb:cc:dd:ee:ff' },
    storage_pool: first(pools, none),
    storage_vol: { pool: 'pool', name: 'vol', key: '/pool/vol' },
    node_device: { name: 'none' },
    secret: { uuid: none.uuid, usageType: 0, usageID: '' },
    domain_snapshot: { name: 'none', dom: domain },
    domain_checkpoint: { name: 'none', dom: domain },
    admin_server: { name: 'none' },
    admin_client: { id: 1, timestamp: 1, transport: 0, srv: { name: 'none' } },
    uuid: domain.uuid,
    name: devices[0]?.name ?? domain.name,
    folder,
  }
}

/** Fits a value to a type of the table; what may be left out is left out. */
function fitting(type: string, field: string, things: Things): unknown {
  if (type.endsWith('?')) return null
  const list = /^(\w+)<\d+>$/.exec(type)?.[1]
  if (list === 'typed_param') return {}
  if (list === 'opaque' || list === 'byte') return Uint8Array.of(1)
  if (list) return []
  if (type === 'string') {
    if (/^(to|from|file|path)$/.test(field)) return `${things.folder}/nothing`
    if (/xml/i.test(field)) return '<nothing/>'
    return field === 'arch' ? 'x86_64' : things.name
  }
  return things[type] ?? 0
}

const mayBeLeftOut = /^(flags|need_.*|n(params|cpus|cpumaps)|max(names|ids|uuids|cells|errors|Stats|info)|maplen)$/
const argsFor = (fields: Fields, things: Things) =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([field]) => !mayBeLeftOut.test(field))
      .map(([field, type]) => [field, fitting(type, field, things)]),
  )

/** Calls each, and gives those whose outcome was neither an answer nor libvirt's refusal. */
async function sweep(connection: Connection, wanted: typeof calls, things: Things): Promise<unknown[]> {
  const faults: unknown[] = []
  for (const { name, args } of wanted) {
    try {
      await connection.call(name as CallName, argsFor(args, things) as never)
    } catch (error) {
      if (!(error instanceof LibvirtError) || error instanceof DeadlineError) faults.push([name, error])
    }
  }
  return faults
}

test('QEMU: what only looks', { timeout: 60_000 }, async () => {
  const wanted = calls.filter(({ name }) => looksOnly.test(name) && !/Set|Migrate[A-Z]\w*3|Prepare/.test(name))
  expect(wanted.length).toBeGreaterThan(180)
  const things = await thingsOf(real.connection, real.folder)
  expect(things.domain).toMatchObject({ name: prefix })
  expect(await sweep(real.connection, wanted, things)).toEqual([])
  expect((await real.connection.call('connectGetType')).type).toBe('QEMU')
})

test('the test driver: everything, looking first', { timeout: 60_000 }, async () => {
  const things = await thingsOf(pretended.connection, real.folder)
  const [looking, doing] = [true, false].map(looks => calls.filter(({ name }) => looksOnly.test(name) === looks))
  expect(await sweep(pretended.connection, [...(looking ?? []), ...(doing ?? [])], things)).toEqual([])
  expect((await pretended.connection.call('connectGetType')).type).toBe('TEST')
})
