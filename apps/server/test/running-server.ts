import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { WebSocket } from 'ws'
import { type App, buildApp } from '../src/app.ts'
import { hashPassword } from '../src/auth/password.ts'
import type { Config } from '../src/config.ts'
import type { HostLink } from '../src/hosts/host-link.ts'
import { makeLog } from '../src/log.ts'
import type { Place } from './databases.ts'
import { changed } from './live-core.ts'

/** The whole server on a port of its own, with this machine's real libvirt behind it. */
export interface RunningServer extends App {
  readonly url: string
  /** All that it has logged so far, at the finest level. */
  logged(): string
  /** Somebody with a cookie jar, as a page of ours would send requests. */
  browser(): Browser
  /** Somebody who has signed in, with that role. */
  person(role: string): Promise<Browser>
}

export interface Reply {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came back
  readonly body: any
}

export const password = 'correct horse battery'
/** Tests sign many people in: what a real hash costs is not what they look at. */
const cheapHash = hashPassword(password, { N: 2, r: 1, p: 1 })
export const ann = { name: 'Ann', email: 'ann@example.org', password }

export async function runServer(place: Place, settings: Partial<Config> = {}): Promise<RunningServer> {
  const lines: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const config: Config = {
    ...{
      listen: { host: '127.0.0.1', port: 0 },
      publicOrigin: null,
      basePath: '',
      logLevel: 'trace',
      localUri: 'test:///default',
    },
    ...{ plainTcp: 'ask', hostNetworks: [], trustedProxies: [], sshAgent: null, consolesPerPerson: 32 },
    ...place,
    ...settings,
  }
  const app = await buildApp(config, makeLog('trace', sink))
  await app.server.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${(app.server.server.address() as AddressInfo).port}`
  const browser = () => new Browser(url, config.publicOrigin ?? url)
  return {
    ...app,
    url,
    logged: () => lines.join(''),
    browser,
    async person(role) {
      const id = crypto.randomUUID()
      const email = `${role}-${id}@example.org`
      await app.core.database.user.create({
        data: {
          ...{ id, name: role, email, role },
          accounts: {
            create: { id, accountId: id, providerId: 'credential', password: await cheapHash },
          },
        },
      })
      const person = browser()
      await person.send('POST', '/session', { email, password })
      return person
    },
  }
}

/** One on this machine's QEMU, connected, with its first administrator. */
export async function runOnQemu(place: Place): Promise<{ server: RunningServer; admin: Browser; link: HostLink }> {
  const server = await runServer(place, { localUri: 'qemu:///system' })
  const admin = await setUp(server)
  const { hosts } = server.core
  await changed(hosts, 'host', () => hosts.list()[0]?.state === 'connected')
  return { server, admin, link: hosts.link(hosts.list()[0]?.id ?? '') }
}

export class Browser {
  readonly url: string
  readonly origin: string
  cookie: string | null = null

  constructor(url: string, origin: string) {
    this.url = url
    this.origin = origin
  }

  /** Asks the API as the typed client does. `headers` go over what a browser sends by itself. */
  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        ...(method === 'GET' ? {} : { origin: this.origin }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.cookie === null ? {} : { cookie: this.cookie }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    const text = await response.text()
    const json = /json\b/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text }
  }

  #keep(line: string): void {
    const pair = line.split(';', 1)[0] ?? ''
    const name = pair.slice(0, pair.indexOf('=') + 1)
    const others = this.cookie?.split('; ').filter(other => !other.startsWith(name)) ?? []
    const kept = /Max-Age=0/i.test(line) ? others : [...others, pair]
    this.cookie = kept.length === 0 ? null : kept.join('; ')
  }

  /** Opens a WebSocket; fails with the HTTP status where the server refuses. */
  async socket(path: string, headers: Record<string, string> = { origin: this.origin }): Promise<WebSocket> {
    const socket = new WebSocket(this.url.replace('http', 'ws') + path, {
      headers: { ...headers, ...(this.cookie === null ? {} : { cookie: this.cookie }) },
    })
    const refused = once(socket, 'unexpected-response').then(([, response]) => {
      socket.once('error', () => {})
      socket.terminate()
      throw Object.assign(new Error(`refused with ${response.statusCode}`), { response })
    })
    await Promise.race([once(socket, 'open'), refused])
    refused.catch(() => {})
    return socket
  }
}

/** Makes the first administrator by the one-time link. */
export async function setUp({ core, browser }: RunningServer): Promise<Browser> {
  const first = browser()
  await first.send('POST', '/setup', { token: core.auth.setupLink.issue(), ...ann })
  return first
}
