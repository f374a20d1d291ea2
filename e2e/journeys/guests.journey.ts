import type { Page } from '@playwright/test'
import { nobody } from '../administrator.ts'
import { consoleCanvas } from '../console-picture.ts'
import { expect, test } from '../fixtures.ts'
import { keyBlockDomain } from '../lab/key-block.ts'

/** The colour of the block that the guest inverts at each key, as the page shows it. */
const block = (page: Page) =>
  consoleCanvas(page).evaluate((canvas: HTMLCanvasElement) =>
    canvas.getContext('2d')?.getImageData(516, 388, 1, 1).data.slice(0, 3).join(),
  )

async function invite(page: Page, note: string, may: string): Promise<string> {
  await page.getByRole('button', { name: 'New link' }).click()
  await page.getByLabel('What it is for').fill(note)
  await page.getByLabel('Guests may').selectOption({ label: may })
  await page.getByRole('button', { name: 'Make the link' }).click()
  const link = page.locator('code').filter({ hasText: '/guest#' })
  return (await link.textContent()) ?? ''
}

test('a guest without an account sees the one console, controls it where the link says so, and goes when it is taken back', async ({
  page,
  browser,
  host,
}) => {
  await host.defineXml(keyBlockDomain('invited', host.files.keyBlock))
  await host.virsh('start', 'invited')
  const id = (await host.virsh('domuuid', 'invited')).trim()
  await page.goto(`/vms/${id}/console`)
  await expect(page.locator('[data-phase=connected]')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Invite guests' }).click()
  const toWatch = await invite(page, 'For the supplier', 'Watch')
  const toControl = await invite(page, 'For the trainer', 'Watch, and control when nobody else does')

  const guest = await (await browser.newContext({ storageState: nobody })).newPage()
  const asked: string[] = []
  guest.on('request', request => asked.push(request.url()))
  await guest.goto(toWatch)
  await guest.getByLabel('Your name').fill('Max')
  await guest.getByRole('button', { name: 'Open the console' }).click()
  await expect(guest.locator('[data-phase=connected]')).toBeVisible({ timeout: 30_000 })
  await expect(guest.getByText('Ann Operator controls')).toBeVisible()
  await expect(guest.getByText('You may watch')).toBeVisible()
  await expect(guest.getByRole('heading', { name: 'invited' })).toBeVisible()
  expect(new URL(guest.url()).hash).toBe('')
  const token = new URL(toWatch).hash.slice(1)
  expect(asked.filter(url => url.includes(token))).toEqual([])
  const paths = asked.map(url => new URL(url).pathname).filter(path => path.startsWith('/api/'))
  expect(paths.every(path => path.startsWith('/api/v1/guest'))).toBe(true)

  await expect(page.getByText('Max here now')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Here: you, Guest: Max' })).toBeVisible()
  const before = await block(page)
  await consoleCanvas(page).focus()
  await page.keyboard.press('a')
  await expect.poll(() => block(page)).not.toBe(before)
  await expect.poll(() => block(guest)).toBe(await block(page))

  // To load it again uses the link no second time; the link itself is used up.
  await guest.reload()
  await expect(guest.locator('[data-phase=connected]')).toBeVisible({ timeout: 30_000 })
  const second = await (await browser.newContext({ storageState: nobody })).newPage()
  await second.goto(toWatch)
  await second.getByLabel('Your name').fill('Eve')
  await second.getByRole('button', { name: 'Open the console' }).click()
  await expect(second.getByText('This link has expired, was used up or was taken back')).toBeVisible()

  await second.goto('about:blank')
  await second.goto(toControl)
  await second.getByLabel('Your name').fill('Tina')
  await second.getByRole('button', { name: 'Open the console' }).click()
  await second.getByRole('button', { name: 'Ask for control' }).click()
  await page.getByRole('button', { name: 'Give control', exact: true }).click()
  await expect(page.getByText('Guest: Tina controls')).toBeVisible()
  const given = await block(page)
  await consoleCanvas(second).focus()
  await second.keyboard.press('a')
  await expect.poll(() => block(page)).not.toBe(given)

  await page.getByRole('button', { name: 'Invite guests' }).click()
  await page.getByRole('button', { name: 'Take back For the supplier' }).click()
  await expect(guest.getByText('Your visit has ended')).toBeVisible()
  await page.getByRole('button', { name: 'Take back For the trainer' }).click()
  await expect(second.getByText('The link has expired, or was taken back.')).toBeVisible()
  await expect(page.getByText('There is no link to this console now.')).toBeVisible()
  await guest.context().close()
  await second.context().close()
  await host.remove('invited')
})

test('a link expires while its guest is at the console: it closes by itself, and opens nothing any more', async ({
  page,
  browser,
  host,
  porthole,
}) => {
  await host.defineXml(keyBlockDomain('lent', host.files.keyBlock))
  await host.virsh('start', 'lent')
  const id = (await host.virsh('domuuid', 'lent')).trim()
  const made = await page.request.post(`/api/v1/vms/${id}/guest-links`, {
    data: { minutes: 1, uses: null },
    headers: { origin: porthole.url },
  })
  const { token, expiresAt } = await made.json()
  const link = `/guest#${token}`

  const guest = await (await browser.newContext({ storageState: nobody })).newPage()
  await guest.goto(link)
  await guest.getByLabel('Your name').fill('Max')
  await guest.getByRole('button', { name: 'Open the console' }).click()
  await expect(guest.locator('[data-phase=connected]')).toBeVisible({ timeout: 30_000 })

  await expect(guest.getByText('Your visit has ended')).toBeVisible({ timeout: 75_000 })
  const late = Date.now() - Date.parse(expiresAt)
  expect(late).toBeGreaterThanOrEqual(0)
  expect(late).toBeLessThan(5000)
  await expect(guest.locator('[data-phase=connected]')).toHaveCount(0)
  await guest.reload()
  await expect(guest.getByText('Your visit has ended')).toBeVisible()
  await guest.goto('about:blank')
  await guest.goto(link)
  await guest.getByLabel('Your name').fill('Max')
  await guest.getByRole('button', { name: 'Open the console' }).click()
  await expect(guest.getByText('This link has expired, was used up or was taken back')).toBeVisible()
  await guest.context().close()
  await host.remove('lent')
})
