import { isDeepStrictEqual } from 'node:util'
import { act, expect, expectState, test, vmRow } from '../fixtures.ts'

test('the timeline tells what a person did and what virsh did, apart, as it happens', async ({ page, host }) => {
  await page.goto('/')
  await expect(page.getByRole('link', { name: 'New VM' }).first()).toBeVisible()
  const id = await host.define('told')
  await expect(vmRow(page, 'told')).toBeVisible()
  await act(page, 'told', 'Start')
  await expectState(page, 'told', 'running')

  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await expect(page).toHaveURL(/\/timeline$/)
  const rows = page.getByRole('table').getByRole('row')
  const row = (what: string, on: string) => rows.filter({ hasText: what }).filter({ hasText: on })
  await expect(row('Start', 'told').filter({ hasText: 'ann@example.org' })).toContainText('done')
  await expect(row('Defined', 'told')).toContainText('outside')

  // What happens while one looks appears by itself.
  await host.virsh('destroy', 'told')
  await expect(row('Stopped: forced off', 'told')).toContainText('outside')

  // By the keyboard: open a row, and go on to the VM's own timeline.
  const opener = row('Stopped: forced off', 'told').getByRole('button')
  await opener.focus()
  await page.keyboard.press('Enter')
  await expect(opener).toHaveAttribute('aria-expanded', 'true')
  await expect(page.getByText('forced off', { exact: true })).toBeVisible()
  await row('Stopped: forced off', 'told').getByRole('link', { name: 'told' }).click()
  await expect(page).toHaveURL(`/vms/${id}/timeline`)
  await expect(page.getByRole('link', { name: 'Timeline' }).and(page.locator('[aria-current]'))).toBeVisible()
  await expect(rows.filter({ hasText: 'Stopped: forced off' })).toHaveCount(1)
  await expect(rows.filter({ hasText: 'Set up Porthole' })).toHaveCount(0)
})

test('the filter stands in the address, and the export has what it leaves', async ({ page, host }) => {
  const id = await host.define('sought')
  await page.goto('/')
  await act(page, 'sought', 'Start')
  await expectState(page, 'sought', 'running')
  await page.goto('/timeline')
  await page.getByRole('combobox', { name: 'VM', exact: true }).fill('sought')
  await page.getByLabel('By', { exact: true }).selectOption('Porthole')
  await page.getByLabel('When', { exact: true }).selectOption('last hour')
  const filter = { vm: id, source: 'porthole', period: 'hour' }
  await expect(page).toHaveURL(url => isDeepStrictEqual(Object.fromEntries(url.searchParams), filter))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Timeline of sought')
  const buttons = page.getByRole('table').getByRole('button')
  await expect(buttons).toHaveText(['Start'])
  await page.reload()
  await expect(buttons).toHaveText(['Start'])

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export as JSON lines' }).click()
  const stream = await (await download).createReadStream()
  const lines = (await stream.toArray())
    .join('')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(lines).toMatchObject([{ action: 'startVm', objectName: 'sought', result: 'done', source: 'porthole' }])

  await page.getByLabel('Result', { exact: true }).selectOption('failed')
  await expect(page.getByText('Nothing matches this filter')).toBeVisible()
  await page.goBack()
  await expect(buttons).toHaveText(['Start'])
  await page.getByRole('button', { name: 'Show all' }).click()
  await expect(page).toHaveURL(/\/timeline$/)
  await host.remove('sought')
})
