import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Alert, VmState } from '@porthole/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { emptyDatabases, usualDialect } from '../../test/databases.ts'
import { guestName } from '../../test/guest.ts'
import { changed } from '../../test/live-core.ts'
import { type Browser, type RunningServer, runServer, setUp } from '../../test/running-server.ts'
import type { HostLink } from '../hosts/host-link.ts'

const databases = emptyDatabases(usualDialect)
let server: RunningServer
let admin: Browser
let link: HostLink
let folder: string
const defined: string[] = []

beforeAll(async () => {
  folder = await mkdtemp('/var/tmp/porthole-crash-')
  // QEMU runs as a user of its own.
  await chmod(folder, 0o755)
  server = await runServer(await databases.place(), { localUri: 'qemu:///system' })
  admin = await setUp(server)
  const { hosts } = server.core
  await changed(hosts, 'host', () => hosts.list()[0]?.state === 'connected')
  link = hosts.link(hosts.list()[0]?.id ?? '')
})
afterAll(async () => {
  for (const name of defined) {
    const { dom } = await link.call('domainLookupByName', { name })
    await link.call('domainDestroyFlags', { dom, flags: 0 }).catch(() => {})
    await link.call('domainUndefineFlags', { dom, flags: 0 })
  }
  await server.stop()
  await rm(folder, { recursive: true })
})

/** Sixteen-bit code that tells the panic device (port 0x505) "I panicked", and halts. */
const panics = Buffer.from([0xba, 0x05, 0x05, 0xb0, 0x01, 0xee, 0xf4, 0xeb, 0xfd])

async function define(what: string, boot: Buffer): Promise<{ name: string; id: string }> {
  const name = guestName(what)
  const disk = Buffer.alloc(64 * 1024)
  boot.copy(disk)
  disk.writeUInt16LE(0xaa55, 510)
  await writeFile(join(folder, `${name}.img`), disk, { mode: 0o666 })
  const { dom } = await link.call('domainDefineXml', {
    xml: `<domain type='qemu'><name>${name}</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
      <os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/></os><on_crash>preserve</on_crash>
      <devices><panic model='isa'><address type='isa' iobase='0x505'/></panic>
        <disk type='file'><driver name='qemu' type='raw'/><source file='${join(folder, `${name}.img`)}'/><target dev='hda' bus='ide'/></disk>
      </devices></domain>`,
  })
  defined.push(name)
  await changed(server.core.hosts, 'vm', () => link.inventory.get(dom.uuid) !== undefined)
  return { name, id: dom.uuid }
}

async function watch(vm: string): Promise<void> {
  const rule = { name: 'Crashed', on: { kind: 'vm', vm }, figure: 'crashed', threshold: null, seconds: 0 }
  expect((await admin.send('POST', '/alert-rules', { ...rule, severity: 'critical' })).status).toBe(200)
}

async function alertOf(id: string, state: Alert['state']): Promise<Alert> {
  for (;;) {
    const told = once(server.core.alerts.changes, 'alert')
    const path = state === 'resolved' ? '/alerts/past' : '/alerts'
    const { alerts } = (await admin.send('GET', path)).body as { alerts: Alert[] }
    const found = alerts.find(alert => alert.vm === id && alert.state === state)
    if (found) return found
    await told
  }
}

const become = (id: string, state: VmState) =>
  changed(server.core.hosts, 'vm', () => link.inventory.get(id)?.state === state)

async function timelineOf(id: string): Promise<{ action: string; args: object }[]> {
  await server.core.audit.written()
  return (await admin.send('GET', `/audit?vm=${id}`)).body.entries
}

const kill = async (name: string) =>
  process.kill(Number(await readFile(`/run/libvirt/qemu/${name}.pid`, 'utf8')), 'SIGKILL')

it('does not fire for a crash of before anybody asked', async () => {
  const { id, name } = await define('before', Buffer.from([0xf4, 0xeb, 0xfd]))
  expect((await admin.send('POST', `/vms/${id}/start`, {})).status).toBe(200)
  await become(id, 'running')
  await kill(name)
  await become(id, 'crashed')
  expect((await admin.send('POST', `/vms/${id}/start`, {})).status).toBe(200)
  await become(id, 'running')
  await server.core.alerts.look()
  await watch(id)
  for (const path of ['/alerts', '/alerts/past']) expect((await admin.send('GET', path)).body.alerts).toEqual([])
})

it('fires when a guest panics, for as long as it lies there, and says so on the timeline', async () => {
  const { id, name } = await define('panics', panics)
  await watch(id)
  expect((await admin.send('POST', `/vms/${id}/start`, {})).status).toBe(200)
  await become(id, 'crashed')
  expect(await alertOf(id, 'firing')).toMatchObject({ about: 'vm', name, figure: 'crashed', severity: 'critical' })
  await admin.send('POST', `/vms/${id}/force-off`, {})
  expect(await alertOf(id, 'resolved')).toMatchObject({ end: 'cleared' })
  const timeline = await timelineOf(id)
  expect(timeline).toContainEqual(
    expect.objectContaining({ action: 'vmCrashed', source: 'outside', args: { reason: 'panicked' } }),
  )
  for (const action of ['alertFired', 'alertEnded']) {
    expect(timeline).toContainEqual(
      expect.objectContaining({ action, args: expect.objectContaining({ what: 'Crashed', severity: 'critical' }) }),
    )
  }
})

it('fires when the QEMU of a VM is killed, until the VM is started again', async () => {
  const { id, name } = await define('killed', Buffer.from([0xf4, 0xeb, 0xfd]))
  await watch(id)
  expect((await admin.send('POST', `/vms/${id}/start`, {})).status).toBe(200)
  await become(id, 'running')
  await kill(name)
  await become(id, 'crashed')
  expect(await alertOf(id, 'firing')).toMatchObject({ name })
  expect((await admin.send('POST', `/vms/${id}/start`, {})).status).toBe(200)
  expect(await alertOf(id, 'resolved')).toMatchObject({ end: 'cleared' })
  expect(await timelineOf(id)).toContainEqual(
    expect.objectContaining({ action: 'vmCrashed', source: 'outside', args: { reason: 'QEMU died' } }),
  )
})
