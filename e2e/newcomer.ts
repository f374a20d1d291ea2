import type { Browser, Page } from '@playwright/test'
import { nobody } from './administrator.ts'
import { expect } from './fixtures.ts'
import type { Porthole } from './porthole.ts'

const words = { password: 'another long password' }

/** A browser of their own for somebody new, signed in; `page` is an administrator's. */
export async function newcomer(
  page: Page,
  browser: Browser,
  porthole: Porthole,
  name: string,
  role: string,
): Promise<Page> {
  const headers = { origin: porthole.url }
  const email = `${name.toLowerCase()}@example.org`
  const made = await page.request.post('/api/v1/people', { data: { name, email, role, ...words }, headers })
  expect(made.status()).toBe(200)
  const context = await browser.newContext({ storageState: nobody, baseURL: porthole.url })
  const signedIn = await context.request.post('/api/v1/session', { data: { email, ...words }, headers })
  expect(signedIn.status()).toBe(200)
  return await context.newPage()
}
