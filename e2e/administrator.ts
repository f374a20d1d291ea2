import type { BrowserContext } from '@playwright/test'
import type { Porthole } from './porthole.ts'

export const administrator = {
  name: 'Ann Operator',
  email: 'ann@example.org',
  password: 'correct horse battery staple',
} as const

/** The storage state of somebody who is not signed in. */
export const nobody = { cookies: [], origins: [] }

/** Makes the first administrator over REST; the context is then signed in. */
export async function makeAdministrator(context: BrowserContext, porthole: Porthole): Promise<void> {
  if (porthole.setupLink === null) throw new Error('this installation has its administrator already')
  const data = { token: new URL(porthole.setupLink).hash.slice(1), ...administrator }
  const reply = await context.request.post(`${porthole.url}/api/v1/setup`, { data, headers: { origin: porthole.url } })
  if (!reply.ok()) throw new Error(`the setup answered ${reply.status()}: ${await reply.text()}`)
}
