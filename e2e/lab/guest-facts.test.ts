import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { VmDetails } from '@porthole/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { administratorOf, type visitorOf } from '../administrator.ts'
import { guestShell } from '../guest-shell.ts'
import { type Host, startHost } from '../host.ts'
import { type Porthole, startPorthole } from '../porthole.ts'
import { guestDomain } from './guest-domain.ts'

let host: Host
let porthole: Porthole
let folder: string
let told: string
let admin: ReturnType<typeof visitorOf>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'porthole-facts-'))
  host = await startHost()
  const network = join(folder, 'leasing.xml')
  await writeFile(
    network,
    `<network xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0'>
      <name>leasing</name><bridge name='leasing' stp='off' delay='0'/>
      <ip address='192.168.78.1' prefix='24'><dhcp><range start='192.168.78.50' end='192.168.78.60'/></dhcp></ip>
      <dnsmasq:options><dnsmasq:option value='no-ping'/></dnsmasq:options>
    </network>`,
  )
  await host.virsh('net-create', network)
  porthole = await startPorthole({ libvirtUri: host.uri })
  admin = await administratorOf(porthole)
}, 120_000)
afterAll(async () => {
  await porthole.stop()
  for (const name of ['told', 'leased']) await host.remove(name)
  // Its bridge is the machine's.
  await host.virsh('net-destroy', 'leasing').catch(() => {})
  await host.stop()
  await rm(folder, { recursive: true })
})

/** The small guest without a channel for its agent, on a network that gives it an address. */
async function defineMute(name: string, metadata: string): Promise<string> {
  const uuid = crypto.randomUUID()
  const devices = "<interface type='network'><source network='leasing'/><model type='virtio'/></interface>"
  const xml = guestDomain({ name, uuid, ...host.files, devices })
  await host.defineXml(xml.replace(/<channel.*<\/channel>/, '').replace('<memory', `${metadata}<memory`))
  return uuid
}

const shown = (id: string, so: (vm: VmDetails) => boolean) => admin.until<VmDetails>(`/vms/${id}`, so)

const debian = `<metadata><libosinfo:libosinfo xmlns:libosinfo='http://libosinfo.org/xmlns/libvirt/domain/1.0'>
  <libosinfo:os id='http://debian.org/debian/12'/></libosinfo:libosinfo></metadata>`

it('learns addresses from leases and from the agent, the system from the agent or the definition, and says from whom', {
  timeout: 120_000,
}, async () => {
  const leased = await defineMute('leased', debian)
  const devices = `<interface type='user'><model type='virtio'/></interface><controller type='scsi' model='virtio-scsi'/>
    <disk type='file' device='cdrom'><source file='${host.files.keyBlock}'/><target dev='sda' bus='scsi'/></disk>`
  told = await host.define('told', { devices })
  for (const name of ['leased', 'told']) await host.virsh('start', name)

  const byLease = await shown(leased, ({ ips }) => ips?.length > 0)
  expect(byLease.ips[0]).toMatch(/^192\.168\.78\.(5\d|60)$/)
  expect(byLease).toMatchObject({
    addresses: [{ ip: byLease.ips[0], source: 'lease' }],
    ...{ os: 'debian 12', osSource: 'metadata' },
  })

  const byAgent = await shown(told, ({ ips, os }) => ips?.length > 0 && os !== null)
  expect(byAgent.addresses).toContainEqual({ ip: '10.0.2.15', source: 'agent' })
  expect(byAgent).toMatchObject({ os: expect.stringContaining('Porthole demo guest'), osSource: 'agent' })

  // An address is the running guest's: the next that starts may be another system.
  await host.virsh('destroy', 'leased')
  expect(await shown(leased, ({ active }) => active === false)).toMatchObject({
    ...{ ips: [], addresses: [], os: 'debian 12' },
  })
})

it('says that the guest holds its drive locked, and opens it by force', { timeout: 60_000 }, async () => {
  const eject = (force: boolean) => admin.send('DELETE', `/vms/${told}/hardware/medium`, { target: 'sda', force })
  const shell = guestShell(host, 'told')
  await shell.run('modprobe sr_mod; until : </dev/sr0; do sleep 0.1; done')
  await shell.start('(touch /tmp/held; sleep 600) </dev/sr0')
  await shell.run('until test -e /tmp/held; do sleep 0.1; done')
  const refused = await eject(false)
  expect(refused.status).toBe(409)
  expect(refused.body.message).toContain('The guest holds the drive locked')
  expect(await host.virsh('domblklist', 'told')).toContain(host.files.keyBlock)
  expect((await eject(true)).status).toBe(200)
  for (const which of [[], ['--inactive']]) {
    expect(await host.virsh('domblklist', 'told', ...which)).toMatch(/sda +-/)
  }
})
