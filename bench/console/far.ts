import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as passed } from 'node:timers/promises'
import { type APIRequestContext, request } from '@playwright/test'
import { administrator } from '../../e2e/administrator.ts'
import { freePort } from '../../e2e/lab/free-port.ts'
import { buildGuest } from '../../e2e/lab/guest.ts'
import { keyBlockDomain } from '../../e2e/lab/key-block.ts'
import { startLab } from '../../e2e/lab/lab.ts'
import { clientFiles } from '../../e2e/lab/lab-files.ts'
import type { LabHost } from '../../e2e/lab/lab-host.ts'
import { startNginx } from '../../e2e/lab/nginx.ts'
import { startPorthole } from '../../e2e/porthole.ts'
import type { Figure } from '../figures.ts'
import { addedTo } from './key.ts'
import { KeyClock } from './key-clock.ts'
import { Line } from './line.ts'
import { answers } from './programs.ts'

type Ends = (() => unknown)[]

/**
 * A key to a guest on a host behind SSH, to the picture's change: by OpenSSH's own tunnel, through Porthole, and through
 * Porthole with an nginx in front that speaks TLS.
 */
export async function far(): Promise<Figure[]> {
  const ends: Ends = []
  try {
    const lab = await startLab({ hosts: 1 })
    ends.unshift(() => lab.stop())
    const [host] = lab.hosts as readonly [LabHost]
    const folder = await mkdtemp(join(tmpdir(), 'porthole-far-'))
    ends.unshift(() => rm(folder, { recursive: true }))
    const file = join(folder, 'busy.xml')
    await writeFile(file, keyBlockDomain('busy', await host.put((await buildGuest()).keyBlock)))
    await host.virsh('define', await host.put(file))
    await host.virsh('start', 'busy')
    const vm = (await host.virsh('domuuid', 'busy')).trim()
    const straight = await Line.straight(await tunnelTo(host, (await host.virsh('domdisplay', 'busy')).trim(), ends))
    const plain = await portholeFor(host, join(folder, 'plain'), null, ends)
    const port = await freePort()
    const secure = await portholeFor(host, join(folder, 'secure'), `https://127.0.0.1:${port}/porthole`, ends)
    ends.unshift(await startNginx({ port, upstream: secure.port }))
    const lines = []
    for (const { base, token } of [plain, secure]) {
      const http = await request.newContext({ ignoreHTTPSErrors: true })
      ends.unshift(() => http.dispose())
      await signIn(http, base, token)
      await untilShown(http, base, vm)
      lines.push(await KeyClock.on(await Line.throughPorthole(http, base, vm)))
    }
    const [ssh, tls] = lines as [KeyClock, KeyClock]
    const ways = { 'Porthole by SSH': ssh, 'Porthole by SSH, below TLS': tls }
    return await addedTo(await KeyClock.on(straight), ways, { p50: 2, p99: 10 })
  } finally {
    for (const end of ends) await end()
  }
}

/** The display's address at this end of a tunnel. */
async function tunnelTo(host: LabHost, display: string, ends: Ends): Promise<string> {
  const { sshKey, knownHosts } = clientFiles(host.place.folder)
  const port = 5900 + Math.floor(Math.random() * 1000)
  const there = `127.0.0.1:${5900 + Number(new URL(display).port)}`
  const settings = ['ExitOnForwardFailure=yes', `UserKnownHostsFile=${knownHosts}`, 'IPQoS=lowdelay']
  const ssh = spawn(
    'ssh',
    [
      ...['-N', '-F', 'none', '-i', sshKey, ...settings.flatMap(setting => ['-o', setting])],
      ...['-L', `127.0.0.1:${port}:${there}`, `root@${host.address}`],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  ends.unshift(async () => {
    const gone = once(ssh, 'exit')
    ssh.kill()
    await gone
  })
  await answers(port)
  return `vnc://127.0.0.1:${port - 5900}`
}

/** A Porthole that has the host by SSH; `url` is where a proxy shows it. */
async function portholeFor(host: LabHost, data: string, url: string | null, ends: Ends) {
  const { sshKey, knownHosts } = clientFiles(host.place.folder)
  await mkdir(join(data, 'ssh'), { recursive: true, mode: 0o700 })
  await copyFile(sshKey, join(data, 'ssh/id_ed25519'))
  await copyFile(knownHosts, join(data, 'ssh/known_hosts'))
  const port = await freePort()
  const porthole = await startPorthole({
    libvirtUri: `qemu+ssh://root@${host.address}/system`,
    data,
    listen: `127.0.0.1:${port}`,
    environment: url === null ? {} : { PORTHOLE_URL: url, PORTHOLE_TRUSTED_PROXIES: '127.0.0.1' },
  })
  ends.unshift(() => porthole.stop())
  return { port, base: url ?? porthole.url, token: new URL(porthole.setupLink ?? '').hash.slice(1) }
}

async function signIn(http: APIRequestContext, base: string, token: string): Promise<void> {
  const headers = { origin: new URL(base).origin }
  const reply = await http.post(`${base}/api/v1/setup`, { data: { token, ...administrator }, headers })
  if (!reply.ok()) throw new Error(`the setup answered ${reply.status()}: ${await reply.text()}`)
}

async function untilShown(http: APIRequestContext, base: string, vm: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const { vms } = (await (await http.get(`${base}/api/v1/vms`)).json()) as { vms: { id: string; state: string }[] }
    if (vms.some(({ id, state }) => id === vm && state === 'running')) return
    await passed(50)
  }
  throw new Error('the guest behind SSH did not show up')
}
