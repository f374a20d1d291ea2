import { administrator, nobody } from '../administrator.ts'
import { expect, test } from '../fixtures.ts'

test('a token for a program: made, used, and taken back', async ({ page, porthole, playwright }) => {
  await page.goto('/')
  await page.getByRole('button', { name: /^You: / }).click()
  await page.getByRole('menuitem', { name: 'My account' }).click()
  await page.getByRole('button', { name: 'New token' }).click()
  await page.getByLabel('Name').fill('inventory')
  await page.getByRole('button', { name: 'Save' }).click()
  const token = (await page.getByText(/^porthole_/).textContent()) ?? ''
  await page.getByRole('button', { name: 'Close' }).click()

  const program = await playwright.request.newContext({
    baseURL: porthole.url,
    storageState: nobody,
    extraHTTPHeaders: { authorization: `Bearer ${token}` },
  })
  expect((await program.get('/api/v1/vms')).status()).toBe(200)
  expect((await program.get('/api/v1/people')).status()).toBe(403)
  await page.getByRole('button', { name: 'Take back the token inventory' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
  await expect(page.getByText('You have no tokens.')).toBeVisible()
  expect((await program.get('/api/v1/vms')).status()).toBe(401)
  await program.dispose()
})

test('a session that was left open elsewhere is ended from here', async ({ page, browser, porthole }) => {
  const context = await browser.newContext({ storageState: nobody, baseURL: porthole.url, userAgent: 'left behind' })
  const elsewhere = await context.newPage()
  await elsewhere.goto('/sign-in')
  await elsewhere.getByLabel('E-mail address').fill(administrator.email)
  await elsewhere.getByLabel('Password', { exact: true }).fill(administrator.password)
  await elsewhere.getByRole('button', { name: 'Sign in' }).click()
  await expect(elsewhere.getByRole('heading', { name: 'Fleet' })).toBeVisible()

  await page.goto('/account')
  await page.getByRole('button', { name: /^End the session of left behind/ }).click()
  await expect(page.getByRole('row', { name: /left behind/ })).toHaveCount(0)
  await expect(elsewhere.getByRole('heading', { name: 'Sign in to Porthole' })).toBeVisible()
  await context.close()
})
