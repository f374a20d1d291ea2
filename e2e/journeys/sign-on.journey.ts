import type { Page } from '@playwright/test'
import { makeAdministrator, nobody } from '../administrator.ts'
import { expect, test } from '../fixtures.ts'
import { freePort } from '../lab/free-port.ts'
import { startSignOnProvider } from '../lab/sign-on-provider.ts'

test('a provider of OpenID Connect is set up; people get in by it with what their groups give, or are told why not', async ({
  browser,
  ownPorthole,
}) => {
  const url = `http://127.0.0.1:${await freePort()}`
  const provider = await startSignOnProvider(`${url}/sign-on`)
  const environment = { PORTHOLE_URL: url }
  const listen = new URL(url).host
  const porthole = await ownPorthole({ libvirtUri: 'test:///default', listen, environment })
  const context = { baseURL: url, storageState: nobody }
  const office = await browser.newContext(context)
  await makeAdministrator(office, porthole)
  const page = await office.newPage()
  await page.goto('/')
  await page.getByRole('button', { name: /^You: / }).click()
  await page.getByRole('menuitem', { name: 'Settings' }).click()
  await expect(page.getByText(`${url}/sign-on`)).toBeVisible()
  await page.getByLabel('Name on the button').fill('the company')
  await page.getByLabel('Issuer').fill(`${provider.issuer}/nowhere`)
  await page.getByLabel('Client id').fill(provider.client.id)
  await page.getByLabel('Client secret', { exact: true }).fill(provider.client.secret)
  await page.getByLabel('Let in people whom nobody has added').check()
  await page.getByRole('button', { name: 'Add a group' }).click()
  await page.getByLabel('Group 1 at the provider').fill('virt-ops')
  await page.getByLabel('What group 1 gives').selectOption({ label: 'Operator' })
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText(/check the issuer/)).toBeVisible()
  await page.getByLabel('Issuer').fill(provider.issuer)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved: people can sign in by the provider.').first()).toBeVisible()
  await expect(page.getByLabel('Client secret', { exact: true })).toHaveValue('')

  provider.people.set('mia', {
    sub: 'mia',
    name: 'Mia',
    email: 'mia@example.org',
    email_verified: true,
    groups: ['virt-ops'],
  })
  const home = await browser.newContext(context)
  const mia = await home.newPage()
  await mia.goto('/sign-in?from=%2Ftimeline')
  await signInAtProvider(mia, 'mia')
  await expect(mia).toHaveURL(`${url}/timeline`)
  await mia.getByRole('button', { name: 'You: Mia' }).click()
  await expect(mia.getByRole('menuitem', { name: 'Settings' })).toHaveCount(0)
  await mia.goto('/settings')
  await expect(mia.getByRole('heading', { name: /Only who manages people/ })).toBeVisible()

  await page.getByLabel('Let in people whom nobody has added').uncheck()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved: people can sign in by the provider.').first()).toBeVisible()
  provider.people.set('zoe', { sub: 'zoe', name: 'Zoe', email: 'zoe@example.org', email_verified: true })
  const street = await browser.newContext(context)
  const zoe = await street.newPage()
  await zoe.goto('/sign-in')
  await signInAtProvider(zoe, 'zoe')
  await expect(zoe.getByText(/nobody has added you here/)).toBeVisible()
  expect(new URL(zoe.url()).search).toBe('')
  await zoe.getByRole('link', { name: 'Back to sign in' }).click()
  await expect(zoe.getByRole('button', { name: 'Sign in with the company' })).toBeVisible()

  await page.getByRole('button', { name: 'Remove the provider' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByLabel('Issuer')).toHaveValue('')
  await zoe.reload()
  await expect(zoe.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
  await expect(zoe.getByRole('button', { name: 'Sign in with the company' })).toHaveCount(0)

  await Promise.all([office.close(), home.close(), street.close()])
  await provider.stop()
})

/** The provider's own pages: who one is, and that Porthole may know it. */
async function signInAtProvider(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in with the company' }).click()
  await page.locator('input[name=login]').fill(name)
  await page.locator('input[name=password]').fill('anything')
  await page.locator('button[type=submit]').click()
  await page.getByRole('button', { name: 'Continue' }).click()
}
