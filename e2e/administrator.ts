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

/** The first administrator without a browser: what asks the API, and what waits for an answer. */
export async function administratorOf({ url, setupLink }: Porthole) {
  if (setupLink === null) throw new Error('this installation has its administrator already')
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
  await send('POST', '/setup', { token: new URL(setupLink).hash.slice(1), ...administrator })
  /** What a path answers as soon as it is so; looks again whenever the server tells of something. */
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

/** The storage state of somebody who is not signed in. */
export const nobody = { cookies: [], origins: [] }

/** Makes the first administrator over REST; the context is then signed in. */
export async function makeAdministrator(context: BrowserContext, porthole: Porthole): Promise<void> {
  if (porthole.setupLink === null) throw new Error('this installation has its administrator already')
  const data = { token: new URL(porthole.setupLink).hash.slice(1), ...administrator }
  const reply = await context.request.post(`${porthole.url}/api/v1/setup`, { data, headers: { origin: porthole.url } })
  if (!reply.ok()) throw new Error(`the setup answered ${reply.status()}: ${await reply.text()}`)
}
