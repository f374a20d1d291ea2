import type { Locator, Page } from '@playwright/test'
import { nobody } from '../administrator.ts'
import { serious } from '../axe.ts'
import { expectPicture } from '../console-picture.ts'
import { expect, test, vmRow } from '../fixtures.ts'

const shapes = [
  { name: 'a desk', viewport: { width: 1280, height: 800 } },
  { name: 'a phone', viewport: { width: 390, height: 844 } },
] as const

for (const { name, viewport } of shapes) {
  test(`axe finds nothing serious on ${name}, dark and light`, async ({ page, host }) => {
    const id = await host.define('seen')
    await host.virsh('start', 'seen')
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await page.setViewportSize(viewport)
    const complaints: string[] = []
    page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', error => complaints.push(String(error)))

    await page.goto('/')
    await expect(vmRow(page, 'seen')).toBeVisible()
    await expectClean(page, 'the fleet')
    for (const path of ['', '/timeline', '/xml']) {
      await page.goto(`/vms/${id}${path}`)
      await expect(page.getByRole('heading', { name: 'seen' })).toBeVisible()
      await expectClean(page, `the VM's page ${path}`)
    }
    await page.goto(`/vms/${id}/console`)
    await expectPicture(page)
    await expectClean(page, 'its console')
    await page.goto('/vms/new')
    await expect(page.getByRole('button', { name: 'Create and start' })).toBeVisible()
    await expectClean(page, 'the new VM')
    await page.goto('/hosts/new')
    await expect(page.getByText(/authorized_keys/)).toBeVisible()
    await expectClean(page, 'the new host')
    await page.getByRole('button', { name: 'Test connection' }).click()
    await expect(page.getByText('Give the name or address of the host.')).toBeVisible()
    await page.goto('/')
    await page.getByRole('rowgroup').getByRole('heading').getByRole('link').click()
    await expect(page.getByText(/^node 0: /)).toBeVisible()
    await expectClean(page, 'the host')
    await page.getByRole('link', { name: 'Networks', exact: true }).click()
    await page.getByRole('button', { name: 'New network' }).first().click()
    await page.getByLabel('IPv6 subnet').check()
    await expectClean(page, 'a new network')
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'Access' }).click()
    await expect(page.getByRole('button', { name: 'Give access' })).toBeVisible()
    await expectClean(page, 'who may do what on the host')
    await page.goto('/alerts')
    await expect(page.getByRole('heading', { name: 'No alert' })).toBeVisible()
    await expectClean(page, 'the alerts')
    await page.getByRole('link', { name: 'Rules' }).click()
    await page.getByRole('button', { name: 'New rule' }).first().click()
    await expect(page.getByLabel('Figure')).toBeVisible()
    await expectClean(page, 'a new rule')
    await page.goto('/alerts/history')
    await expect(page.getByRole('heading').first()).toBeVisible()
    await expectClean(page, 'the alerts of before')
    expect(complaints).toEqual([])
    await host.remove('seen')
  })

  test(`axe finds nothing serious about people on ${name}, dark and light`, async ({
    browser,
    page,
    host,
    porthole,
  }) => {
    const id = await host.define('shared')
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await page.setViewportSize(viewport)
    await page.goto('/timeline')
    await page.getByRole('table').getByRole('button').first().click()
    await expectClean(page, 'the timeline')
    const parts = ['people', 'groups', 'roles', 'folders'].map(part => `/access/${part}`)
    for (const path of [...parts, `/vms/${id}/access`, '/account']) {
      await page.goto(path)
      await expect(page.getByRole('heading').first()).toBeVisible()
      await expectClean(page, path)
    }
    await page.goto('/access')
    await page.getByRole('button', { name: 'Give access' }).click()
    await page.getByRole('combobox', { name: 'Which one' }).fill('share')
    await expect(page.getByRole('option', { name: /^shared/ })).toBeVisible()
    await expectClean(page, 'a new grant')
    await page.goto('/settings')
    await expect(page.getByLabel('Days', { exact: true })).toHaveValue('365')
    await page.getByRole('button', { name: 'Add a group' }).click()
    await expectClean(page, 'the settings')
    const context = await browser.newContext({
      storageState: nobody,
      colorScheme: 'dark',
      viewport,
      baseURL: porthole.url,
    })
    const stranger = await context.newPage()
    const offered = { person: null, needsSetup: false, signOn: { label: 'the company' }, passkeys: true, version: '' }
    await stranger.route('**/api/v1/session', route =>
      route.request().method() === 'GET' ? route.fulfill({ json: offered }) : route.continue(),
    )
    for (const path of ['/sign-in', '/setup', '/sign-on?state=x&code=y', '/invitation']) {
      await stranger.goto(path)
      await expect(stranger.getByRole('heading').first()).toBeVisible()
      await expectClean(stranger, path)
    }
    await context.close()
    await host.remove('shared')
  })
}

test('access is given and taken back by keys alone', async ({ page, host }) => {
  await host.define('keyed')
  await page.goto('/access')
  await page.getByRole('button', { name: 'Give access' }).press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('Who')).toBeFocused()
  await page.keyboard.type('Ann')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Operator')
  await page.keyboard.press('Tab')
  await page.keyboard.type('A VM')
  await page.keyboard.press('Tab')
  await page.keyboard.type('xyz')
  await expect(dialog.getByText('No VM is called so.')).toBeVisible()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('keye')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('combobox', { name: 'Which one' })).toHaveValue(/^keyed/)
  await dialog.getByRole('button', { name: 'Give access' }).press('Enter')
  await expect(dialog).toHaveCount(0)
  await page.getByRole('button', { name: /^Take back: Operator for Ann Operator on VM keyed/ }).press('Enter')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await page.getByRole('button', { name: /^Take back: Operator for Ann Operator on VM keyed/ }).press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /^Take back: Operator for Ann Operator/ })).toHaveCount(0)
  await host.remove('keyed')
})

test('people, groups, roles, tokens, timeline and settings are used by keys alone', async ({ page }) => {
  const press = async (target: Locator, key: string) => {
    await tabTo(page, target)
    await page.keyboard.press(key)
  }
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const dialog = page.getByRole('dialog')
  const remove = async (what: string) => {
    await press(button(what), 'Enter')
    await expect(dialog).toBeVisible()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(dialog).toHaveCount(0)
    await expect(button(what)).toHaveCount(0)
  }

  await page.goto('/access/people')
  await press(button('New person'), 'Enter')
  await expect(dialog.getByLabel('Name', { exact: true })).toBeFocused()
  await page.keyboard.type('Kay Board')
  await page.keyboard.press('Tab')
  await page.keyboard.type('kay@example.org')
  await tabTo(page, dialog.getByLabel('Password', { exact: true }))
  await page.keyboard.type('a long enough password')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row', { name: /Kay Board/ })).toBeVisible()

  await press(page.getByRole('link', { name: 'Groups', exact: true }), 'Enter')
  await press(button('New group'), 'Enter')
  await expect(dialog.getByLabel('Name', { exact: true })).toBeFocused()
  await page.keyboard.type('Night shift')
  await press(dialog.getByRole('checkbox', { name: 'Kay Board' }), 'Space')
  await press(button('Save'), 'Enter')
  await expect(page.getByRole('row', { name: /Night shift.*Kay Board/ })).toBeVisible()
  await remove('Delete Night shift')

  await press(page.getByRole('link', { name: 'Roles', exact: true }), 'Enter')
  await press(button('New role'), 'Enter')
  await expect(dialog.getByLabel('Name', { exact: true })).toBeFocused()
  await page.keyboard.type('Starter')
  await press(dialog.getByRole('checkbox', { name: /^Start, stop, pause/ }), 'Space')
  await press(button('Save'), 'Enter')
  await expect(page.getByRole('row', { name: /^Starter/ })).toBeVisible()
  await remove('Delete Starter')

  await press(page.getByRole('link', { name: 'People', exact: true }), 'Enter')
  await remove('Delete Kay Board')

  await page.goto('/account')
  await press(button('New token'), 'Enter')
  await expect(dialog.getByLabel('Name', { exact: true })).toBeFocused()
  await page.keyboard.type('keys')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^porthole_/)).toBeVisible()
  await press(button('Close'), 'Enter')
  await remove('Take back the token keys')

  await page.goto('/timeline')
  await tabTo(page, page.getByLabel('Result', { exact: true }))
  await page.keyboard.type('done')
  await expect(page).toHaveURL(/result=done/)
  const first = page.getByRole('table').getByRole('button').first()
  await press(first, 'Enter')
  await expect(first).toHaveAttribute('aria-expanded', 'true')

  await page.goto('/settings')
  await expect(page.getByLabel('Days', { exact: true })).toHaveValue('365')
  await tabTo(page, page.getByLabel('Days', { exact: true }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('Saved').first()).toBeVisible()
})

/** As somebody gets there who has no mouse. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  const isThere = () => target.evaluate(element => element === document.activeElement)
  for (let presses = 0; presses < 100 && !(await isThere()); presses++) await page.keyboard.press('Tab')
  await expect(target).toBeFocused()
}

/** All rules in the dark; in the light those again that are about colours, the only thing that changes. */
async function expectClean(page: Page, what: string): Promise<void> {
  expect(await serious(page), what).toEqual([])
  const html = page.locator('html')
  await page.emulateMedia({ colorScheme: 'light' })
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'light')
  expect(await serious(page, ['color-contrast', 'link-in-text-block']), `${what}, light`).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'dark')
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow, `${what} scrolls sideways by so many pixels`).toBeLessThanOrEqual(0)
}
