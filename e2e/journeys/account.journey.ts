import type { Page } from '@playwright/test'
import { administrator, makeAdministrator, nobody } from '../administrator.ts'
import { expect, test } from '../fixtures.ts'
import { freePort } from '../lab/free-port.ts'
import { codeOf } from '../one-time-code.ts'

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

test('somebody is invited by a link, comes in, and asks for a code from then on', async ({
  page,
  browser,
  porthole,
}) => {
  await page.goto('/access/people')
  await page.getByRole('button', { name: 'Invite' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('E-mail').fill('bea@example.org')
  await dialog.getByRole('button', { name: 'Save' }).click()
  const link = (await dialog.getByText(/invitation#/).textContent()) ?? ''
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('row', { name: /bea@example\.org/ })).toContainText(administrator.email)

  const context = await browser.newContext({ storageState: nobody, baseURL: porthole.url })
  const bea = await context.newPage()
  const password = 'violet lamp under harbour'
  await bea.goto(link)
  await bea.getByLabel('Your name').fill('Bea')
  await bea.getByLabel('Password', { exact: true }).fill('bea12345678')
  await bea.getByRole('button', { name: 'Come in' }).click()
  await expect(bea.getByText('A password has at least 12 characters.')).toBeVisible()
  await bea.getByLabel('Password', { exact: true }).fill(password)
  await bea.getByRole('button', { name: 'Come in' }).click()
  await expect(bea.getByRole('button', { name: 'You: Bea' })).toBeVisible()

  await bea.goto('/account')
  await bea.getByRole('button', { name: 'Set up a code' }).click()
  await bea.getByRole('dialog').getByLabel('Password', { exact: true }).fill(password)
  await bea.getByRole('button', { name: 'Go on' }).click()
  const secret = ((await bea.getByText(/^(?:[A-Z2-7]{4} ){3}/).textContent()) ?? '').replace(/\s/g, '')
  await bea.getByLabel('The code that the app shows now').fill(codeOf(`otpauth://totp/x?secret=${secret}`))
  await bea.getByRole('button', { name: 'Ask for it from now on' }).click()
  const recovery = (await bea.getByRole('dialog').getByRole('listitem').first().textContent()) ?? ''
  await bea.getByRole('button', { name: 'I have kept them' }).click()
  await bea.getByRole('button', { name: 'You: Bea' }).click()
  await bea.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(bea).toHaveURL(/\/sign-in$/)

  const signIn = async (code: string) => {
    await bea.getByLabel('E-mail address').fill('bea@example.org')
    await bea.getByLabel('Password', { exact: true }).fill(password)
    await bea.getByRole('button', { name: 'Sign in' }).click()
    await bea.getByLabel('Code').fill(code)
    await bea.getByRole('button', { name: 'Sign in' }).click()
  }
  await signIn(recovery)
  await expect(bea.getByRole('button', { name: 'You: Bea' })).toBeVisible()
  await bea.getByRole('button', { name: 'You: Bea' }).click()
  await bea.getByRole('menuitem', { name: 'Sign out' }).click()
  await signIn(recovery)
  await expect(bea.getByText('This code is wrong, or was used already')).toBeVisible()
  await bea.goto(link)
  await bea.getByLabel('Your name').fill('Somebody else')
  await bea.getByLabel('Password', { exact: true }).fill(password)
  await bea.getByRole('button', { name: 'Come in' }).click()
  await expect(bea.getByText('This invitation was used, taken back or has expired')).toBeVisible()
  await context.close()
})

test('a passkey signs its owner in; one that does not check that it is its owner is good beside the password only', async ({
  browser,
  ownPorthole,
}) => {
  const url = `http://localhost:${await freePort()}`
  const { port } = new URL(url)
  const environment = { PORTHOLE_URL: url }
  const porthole = await ownPorthole({ libvirtUri: 'test:///default', listen: `127.0.0.1:${port}`, environment })
  const context = await browser.newContext({ baseURL: url, storageState: nobody })
  await makeAdministrator(context, porthole)
  const page = await context.newPage()
  const keys = await virtualKeys(page)
  const laptop = await keys.plugIn({ checksOwner: true })

  await page.goto('/account')
  await addPasskey(page, 'Laptop')
  await page.getByRole('button', { name: 'Rename the passkey Laptop' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Old laptop')
  await page.getByRole('button', { name: 'Save' }).click()
  const row = page.getByRole('row', { name: /Old laptop/ })
  await expect(row).toContainText('never')
  await signOut(page)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByRole('heading', { name: 'Fleet' })).toBeVisible()
  await page.goto('/account')
  await expect(row).toBeVisible()
  await expect(row).not.toContainText('never')

  await keys.unplug(laptop)
  await keys.plugIn({ checksOwner: false })
  await addPasskey(page, 'Blue key')
  await page.getByRole('button', { name: 'Set up a code' }).click()
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(administrator.password)
  await page.getByRole('button', { name: 'Go on' }).click()
  const secret = ((await page.getByText(/^(?:[A-Z2-7]{4} ){3}/).textContent()) ?? '').replace(/\s/g, '')
  await page.getByLabel('The code that the app shows now').fill(codeOf(`otpauth://totp/x?secret=${secret}`))
  await page.getByRole('button', { name: 'Ask for it from now on' }).click()
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await signOut(page)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByText(/you did not give it/)).toBeVisible()
  await page.getByLabel('E-mail address').fill(administrator.email)
  await page.getByLabel('Password', { exact: true }).fill(administrator.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('button', { name: 'Use a passkey instead of a code' }).click()
  await expect(page.getByRole('heading', { name: 'Fleet' })).toBeVisible()

  await page.goto('/account')
  await page.getByRole('button', { name: 'Remove the passkey Blue key' }).click()
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(administrator.password)
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByRole('row', { name: /Blue key/ })).toHaveCount(0)
  await context.close()
})

/** Chromium's own stand-ins for what people plug in. */
async function virtualKeys(page: Page) {
  const chromium = await page.context().newCDPSession(page)
  await chromium.send('WebAuthn.enable')
  return {
    async plugIn({ checksOwner }: { checksOwner: boolean }) {
      const { authenticatorId } = await chromium.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          ...{ protocol: 'ctap2', transport: 'usb', automaticPresenceSimulation: true },
          ...{ hasResidentKey: checksOwner, hasUserVerification: checksOwner, isUserVerified: checksOwner },
        },
      })
      return authenticatorId
    },
    unplug: (authenticatorId: string) => chromium.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId }),
  }
}

async function addPasskey(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(administrator.password)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByRole('row', { name: new RegExp(name) })).toBeVisible()
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^You: / }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in to Porthole' })).toBeVisible()
}
