import type { Browser, Page } from '@playwright/test'
import { consolePath } from '@porthole/contract'
import { nobody } from '../administrator.ts'
import { consoleCanvas, expectPicture } from '../console-picture.ts'
import { expect, test, vmRow } from '../fixtures.ts'
import type { Porthole } from '../porthole.ts'

const bob = { name: 'Bob Guest', email: 'bob@example.org', password: 'another long password' }

/** A browser of their own, in which somebody has signed in. */
async function signIn(browser: Browser, porthole: Porthole, { email, password }: typeof bob): Promise<Page> {
  const context = await browser.newContext({ storageState: nobody, baseURL: porthole.url })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('button', { name: `You: ${bob.name}` })).toBeVisible()
  return page
}

test('one grants, the other sees it appear; it is taken back, and the other’s console closes', async ({
  page,
  browser,
  host,
  porthole,
}) => {
  const id = await host.define('lent')
  await host.define('kept')
  await host.virsh('start', 'lent')

  await page.goto('/')
  await page.getByRole('button', { name: /^You: / }).click()
  await page.getByRole('menuitem', { name: 'Access: people, roles, grants' }).click()
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByRole('button', { name: 'New person' }).click()
  await page.getByLabel('Name', { exact: true }).fill(bob.name)
  await page.getByLabel('E-mail').fill(bob.email)
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('A password has at least 12 characters.')).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill(bob.password)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('row', { name: /Bob Guest/ })).toBeVisible()

  const his = await signIn(browser, porthole, bob)
  await expect(his.getByText('lent')).toHaveCount(0)
  expect((await his.request.get(`/api/v1/vms/${id}`)).status()).toBe(404)

  await page.goto(`/vms/${id}/access`)
  await page.getByRole('button', { name: 'Give access' }).click()
  await page.getByLabel('Who').selectOption({ label: `${bob.name} (${bob.email})` })
  await page.getByLabel('Role').selectOption('Console user')
  await page.getByRole('dialog').getByRole('button', { name: 'Give access' }).click()
  await expect(page.getByRole('row', { name: /Bob Guest.*Console user.*VM lent/ })).toBeVisible()

  await expect(vmRow(his, 'lent')).toBeVisible()
  await expect(vmRow(his, 'kept')).toHaveCount(0)
  expect(await his.content()).not.toContain('kept')
  const opened = his.waitForEvent('websocket', socket => socket.url().endsWith(consolePath))
  await his.goto(`/vms/${id}/console`)
  await expectPicture(his)
  const closed = (await opened).waitForEvent('close')

  await page.getByLabel('Person').selectOption({ label: `${bob.name} (${bob.email})` })
  await expect(page.getByText('Console user on lent').first()).toBeVisible()
  await page.getByRole('button', { name: /^Take back: Console user for Bob Guest/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
  await closed
  await expect(his.getByRole('heading', { name: 'This VM is gone' })).toBeVisible()
  await expect(consoleCanvas(his)).toHaveCount(0)
  expect((await his.request.get(`/api/v1/vms/${id}`)).status()).toBe(404)
  await his.goto('/')
  await expect(vmRow(his, 'lent')).toHaveCount(0)
  await his.context().close()
  await host.remove('lent')
  await host.remove('kept')
})
