import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as passed } from 'node:timers/promises'
import { type APIRequestContext, request } from '@playwright/test'
import { consolePath, rfbProtocol, ticketProtocol } from '@porthole/contract'
import { administrator } from '../../e2e/administrator.ts'
import { startPrivateLibvirt } from '../../e2e/lab/private-libvirt.ts'
import { type Porthole, startPorthole } from '../../e2e/porthole.ts'
import {
  compilePrograms,
  type Measured,
  proxyCore,
  runLoad,
  startRelay,
  startSource,
  startWebsockify,
} from './programs.ts'

/** What a viewer does: see load.c. */
export type Role = 'flood' | 'frames' | 'echo' | 'check' | 'send' | 'move' | 'stall'

/** One way from a viewer to the display. */
export interface Way {
  readonly name: string
  /** The process whose CPU counts; null where there is none in between. */
  readonly pid: number | null
  /** Connects viewers in these roles and measures them. */
  measure(roles: readonly Role[], seconds: number, options?: MeasureOptions): Promise<Measured>
}

/** `size` is of pictures and texts; `whileOpen` runs after the measured time, before the viewers leave. */
interface MeasureOptions {
  readonly size?: number
  readonly whileOpen?: () => Promise<void>
}

export interface Stage {
  readonly porthole: Way & { readonly pid: number }
  readonly websockify: Way & { readonly pid: number }
  readonly relay: Way & { readonly pid: number }
  readonly raw: Way
}

const picture = 64 * 1024
const vmCount = 32

/**
 * A display, and the ways to it: through Porthole, websockify and the C relay, and straight. `node` are arguments for
 * Porthole's Node.
 */
export async function onStage<T>(play: (stage: Stage) => Promise<T>, node: readonly string[] = []): Promise<T> {
  compilePrograms()
  const ends: (() => unknown)[] = []
  try {
    const source = await startSource()
    ends.unshift(() => source.stop())
    const relay = await startRelay(source.port)
    ends.unshift(() => relay.stop())
    const websockify = await startWebsockify(source.port)
    ends.unshift(() => websockify.stop())
    const libvirt = await startPrivateLibvirt()
    ends.unshift(() => libvirt.stop())
    const uri = `test+unix:///default?socket=${libvirt.socket}`
    const porthole = await startPorthole({
      libvirtUri: uri,
      node,
      environment: { PORTHOLE_CONSOLES_PER_PERSON: '1000' },
    })
    ends.unshift(() => porthole.stop())
    execFileSync('taskset', ['-a', '-p', '-c', proxyCore, String(porthole.pid)])
    const http = await request.newContext({ baseURL: porthole.url, extraHTTPHeaders: { origin: porthole.url } })
    ends.unshift(() => http.dispose())
    await signIn(http, porthole)
    await makeVms(uri, source.port)
    const vms = await shownVms(http)

    const plain = (name: string, pid: number | null, end: string): Way => ({
      name,
      pid,
      measure: (roles, seconds, { size = picture, ...options } = {}) =>
        runLoad(
          roles.map(role => `${role}\t${end}`),
          { ...options, seconds, size, pid },
        ),
    })
    const through = (port: number) => `${port}\t/\t${rfbProtocol}\thttp://127.0.0.1:${port}\t`
    return await play({
      raw: plain('raw TCP', null, String(source.port)),
      relay: { ...plain('C relay', relay.pid, through(relay.port)), pid: relay.pid },
      websockify: { ...plain('websockify', websockify.pid, through(websockify.port)), pid: websockify.pid },
      porthole: {
        name: 'Porthole',
        pid: porthole.pid,
        measure: async (roles, seconds, { size = picture, ...options } = {}) => {
          const lines = await Promise.all(
            roles.map(async (role, at) => `${role}\t${await console(http, porthole, vms[at % vms.length] ?? '')}`),
          )
          return await runLoad(lines, { ...options, seconds, size, pid: porthole.pid })
        },
      },
    })
  } finally {
    for (const end of ends) await end()
  }
}

async function signIn(http: APIRequestContext, porthole: Porthole): Promise<void> {
  const data = { token: new URL(porthole.setupLink ?? '').hash.slice(1), ...administrator }
  const reply = await http.post('/api/v1/setup', { data })
  if (!reply.ok()) throw new Error(`the setup answered ${reply.status()}`)
}

/** One console's line for `load`. The ticket is good for 30 s: it is asked for right before. */
async function console(http: APIRequestContext, { url }: Porthole, vm: string): Promise<string> {
  const reply = await http.post(`/api/v1/vms/${vm}/console`)
  if (!reply.ok()) throw new Error(`no ticket: ${await reply.text()}`)
  const { ticket } = (await reply.json()) as { ticket: string }
  const cookie = (await http.storageState()).cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  return [new URL(url).port, consolePath, `${rfbProtocol}, ${ticketProtocol}${ticket}`, url, cookie].join('\t')
}

/** Running VMs of libvirt's test driver, whose displays are all our source. They live while Porthole is connected. */
async function makeVms(uri: string, port: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'porthole-vms-'))
  const commands: string[] = []
  for (let at = 0; at < vmCount; at++) {
    const file = join(folder, `${at}.xml`)
    await writeFile(
      file,
      `<domain type='test'><name>measured-${at}</name><memory unit='MiB'>64</memory><os><type>hvm</type></os>
       <devices><graphics type='vnc' port='${port}' listen='127.0.0.1'/></devices></domain>`,
    )
    commands.push(`define ${file}; start measured-${at}`)
  }
  execFileSync('virsh', ['-q', '-c', uri, commands.join('; ')], { stdio: ['ignore', 'ignore', 'inherit'] })
  await rm(folder, { recursive: true })
}

async function shownVms(http: APIRequestContext): Promise<string[]> {
  for (let tries = 0; tries < 200; tries++) {
    const reply = await http.get('/api/v1/vms')
    const { vms } = (await reply.json()) as { vms: { id: string; name: string; state: string }[] }
    const ready = vms.filter(({ name, state }) => name.startsWith('measured-') && state === 'running')
    if (ready.length === vmCount) return ready.map(({ id }) => id)
    await passed(50)
  }
  throw new Error('the VMs of the benchmark did not show up')
}
