// What a guest wrote and sent is what its row and its graph say.
import { once } from 'node:events'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventsPath, type HostEater, type Permission, type ServerMessage, type VmHistory } from '@porthole/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { administrator } from '../administrator.ts'
import { type Host, startHost } from '../host.ts'
import { type Porthole, startPorthole } from '../porthole.ts'

const MiB = 1024 * 1024
const written = 64 * MiB
const sent = 4 * MiB
/** Of the finest ring, seconds. */
const historyStep = 30

let host: Host
let folder: string
let porthole: Porthole
let cookie: string

beforeAll(async () => {
  host = await startHost()
  folder = await mkdtemp(join(tmpdir(), 'porthole-traffic-'))
  porthole = await startPorthole({ libvirtUri: host.uri, data: folder })
  const token = new URL(porthole.setupLink ?? '').hash.slice(1)
  const reply = await send('POST', '/setup', { token, ...administrator })
  cookie = reply.headers.getSetCookie()[0]?.split(';')[0] ?? ''
})
afterAll(async () => {
  await host.remove('busy')
  // Its bridge is the machine's.
  await host.virsh('net-destroy', 'wire').catch(() => {})
  await porthole.stop()
  await host.stop()
  await rm(folder, { recursive: true })
})

function send(method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${porthole.url}/api/v1${path}`, {
    method,
    headers: { origin: porthole.url, cookie: cookie ?? '', ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
}

/** Runs a command in the guest to its end. */
async function inGuest(name: string, script: string): Promise<void> {
  const args = { path: '/bin/sh', arg: ['-c', script] }
  const { pid } = (await host.agent(name, 'guest-exec', args)) as { pid: number }
  const hasExited = async () => {
    const { exited } = (await host.agent(name, 'guest-exec-status', { pid })) as { exited: boolean }
    return exited
  }
  await expect.poll(hasExited, { timeout: 60_000 }).toBe(true)
}

/** What the figures of a row add up to, each counted for as long as it is about. */
class Row {
  readonly sums = { diskWritten: 0, netSent: 0 }
  #at: number | null = null

  hear(message: ServerMessage): void {
    if (message.type !== 'stats') return
    const now = performance.now()
    const seconds = this.#at === null ? 2 : (now - this.#at) / 1000
    this.#at = now
    for (const row of message.stats) {
      this.sums.diskWritten += (row.diskWritten ?? 0) * seconds
      this.sums.netSent += (row.netSent ?? 0) * seconds
    }
  }
}

const near = (found: number, expected: number) => {
  expect(found).toBeGreaterThan(expected * 0.8)
  expect(found).toBeLessThan(expected * 1.2)
}

it('counts what a guest writes to a disk and sends over a network', { timeout: 180_000 }, async () => {
  const network = join(folder, 'network.xml')
  await writeFile(
    network,
    `<network><name>wire</name><bridge name='wire0' stp='off' delay='0'/><ip address='192.168.77.1' prefix='24'/></network>`,
  )
  await host.virsh('net-create', network)
  const disk = join(folder, 'disk.raw')
  await writeFile(disk, '')
  await truncate(disk, 128 * MiB)
  const id = await host.define('busy', {
    devices: `<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='${await host.put(disk)}'/>
        <target dev='vdb' bus='virtio'/></disk>
      <interface type='network'><source network='wire'/><model type='virtio'/></interface>`,
  })
  await host.virsh('start', 'busy')
  await expect
    .poll(
      () =>
        host.agent('busy', 'guest-ping').then(
          () => true,
          () => false,
        ),
      { timeout: 90_000 },
    )
    .toBe(true)
  await inGuest('busy', 'ip addr add 192.168.77.2/24 dev eth0; ip link set eth0 up')

  const hosts = (await (await send('GET', '/hosts')).json()).hosts as { id: string }[]
  const socket = new WebSocket(porthole.url.replace('http', 'ws') + eventsPath, {
    headers: { origin: porthole.url, cookie },
  })
  const row = new Row()
  await once(socket, 'message')
  socket.on('message', data => {
    for (const message of JSON.parse(String(data)) as ServerMessage[]) row.hear(message)
  })
  socket.send(JSON.stringify({ type: 'watch', vms: [{ id, host: hosts[0]?.id }] }))
  const heard = async (times: number) => {
    for (let n = 0; n < times; ) {
      const [data] = await once(socket, 'message')
      if ((JSON.parse(String(data)) as ServerMessage[]).some(({ type }) => type === 'stats')) n++
    }
  }
  // The first figures only say from where to count. A step of the history counts as if all of it were as the part that
  // was measured, so that nothing is written before much of one was.
  await heard(2)
  const intoStep = () => (Date.now() / 1000) % historyStep
  while (intoStep() < 12 || intoStep() > 18) await heard(1)
  row.sums.diskWritten = 0
  row.sums.netSent = 0
  await inGuest('busy', `dd if=/dev/zero of=/dev/vda bs=1M count=${written / MiB}; sync`)
  await inGuest('busy', `ping -c ${sent / 1024 / 4} -s 4000 -A -q 192.168.77.1`)
  await heard(3)
  near(row.sums.diskWritten, written)
  near(row.sums.netSent, sent)

  const history = (await (await send('GET', `/vms/${id}/history?range=1h`)).json()) as VmHistory
  const total = (series: readonly (number | null)[]) =>
    series.reduce<number>((sum, value) => sum + (value ?? 0) * history.step, 0)
  const drawn = total(history.series.diskWritten)
  expect(drawn).toBeGreaterThan(written * 0.8)
  expect(drawn).toBeLessThan(written * 3)

  // Who eats the host is told of VMs that one may see alone.
  const eaters = async (permissions: readonly Permission[]) => {
    const { token } = await (
      await send('POST', '/account/tokens', { name: permissions.join(), permissions, days: 1 })
    ).json()
    const headers = { authorization: `Bearer ${token}` }
    const reply = await fetch(`${porthole.url}/api/v1/hosts/${hosts[0]?.id}/eaters?range=1h`, { headers })
    return ((await reply.json()) as { eaters: HostEater[] }).eaters.map(({ vm }) => vm)
  }
  expect(await eaters(['host.see', 'vm.see'])).toEqual([id])
  expect(await eaters(['host.see'])).toEqual([])
  socket.close()
})
