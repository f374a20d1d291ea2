import { once } from 'node:events'
import type { BrowserContext } from '@playwright/test'
import { eventsPath } from '@porthole/contract'
import { WebSocket } from 'ws'
import type { Porthole } from './porthole.ts'

export const administrator = {
  name: 'Ann Operator',
  email: 'ann@example.org',
  password: 'correct horse battery staple',
} as const

/** Somebody without a browser, who keeps the cookie: asks the API, or waits until it answers so. */
export function visitorOf(url: string) {
  let cookie = ''
  const send = async (method: string, path: string, body?: unknown) => {
    const reply = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { origin: url, cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    cookie = reply.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came back
    return { status: reply.status, body: (await reply.json()) as any }
  }
  /** Looks again whenever the server tells of something. */
  const until = async <T>(path: string, so: (body: T) => boolean): Promise<T> => {
    const socket = new WebSocket(url.replace('http', 'ws') + eventsPath, { headers: { origin: url, cookie } })
    await once(socket, 'open')
    try {
      for (;;) {
        const told = once(socket, 'message')
        const { body } = await send('GET', path)
        if (so(body)) return body
        await told
      }
    } finally {
      socket.terminate()
    }
  }
  return { send, until }
}

export async function administratorOf({ url, setupLink }: Porthole): Promise<ReturnType<typeof visitorOf>> {
  if (setupLink === null) throw new Error('this installation has its administrator already')
  const visitor = visitorOf(url)
  await visitor.send('POST', '/setup', { token: new URL(setupLink).hash.slice(1), ...administrator })
  return visitor
}

/** The storage state of somebody who is not signed in. */
export const nobody = { cookies: [], origins: [] }

/** Makes the first administrator over REST; the context is then signed in. */
export async function makeAdministrator(context: BrowserContext, porthole: Porthole): Promise<void> {
  if (porthole.setupLink === null) throw new Error('this installation has its administrator already')
  const data = { token: new URL(porthole.setupLink).hash.slice(1), ...administrator }
  const reply = await context.request.post(`${porthole.url}/api/v1/setup`, { data, headers: { origin: porthole.url } })
  if (!reply.ok()) throw new Error(`the setup answered ${reply.status()}: ${await reply.text()}`)
}
