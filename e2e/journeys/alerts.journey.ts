import type { Locator } from '@playwright/test'
import { violations } from '../axe.ts'
import { expect, test } from '../fixtures.ts'

test('a host that goes away rings the bell, somebody takes it on, and it ends when the host is back', async ({
  page,
  host,
}) => {
  await page.goto('/alerts/rules')
  await page.getByRole('button', { name: 'New rule' }).click()
  const rule = page.getByRole('dialog')
  await rule.getByLabel('Name').fill('Hosts that are away')
  await rule.getByLabel('Figure').selectOption({ label: 'Does not answer' })
  await rule.getByLabel('For how long, minutes').fill('0')
  await rule.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('row', { name: /Hosts that are away/ })).toContainText('1 watched')

  const bell = (name: string) => page.getByRole('banner').getByRole('button', { name, exact: true })
  await bell('Alerts').click()
  await expect(page.getByText('Nothing is wrong that somebody wanted to be told of.')).toBeVisible()
  await page.keyboard.press('Escape')

  await host.killDaemon()
  await expect(bell('Alerts: 1 firing')).toBeVisible({ timeout: 30_000 })
  await bell('Alerts: 1 firing').click()
  const tray = page.getByRole('region', { name: 'Alerts' })
  await expect(tray).toContainText('Does not answer')
  expect(await violations(page)).toEqual([])
  await tray.getByRole('button', { name: /^Acknowledge/ }).click()
  await page.getByRole('menuitem', { name: 'Until it ends' }).click()
  await expect(bell('Alerts')).toBeVisible()

  await page.goto('/alerts')
  await expect(page.locator('#content').getByText(/acknowledged by ann@example.org/)).toBeVisible()
  await host.startDaemon()
  await expect(page.getByRole('heading', { name: 'No alert' })).toBeVisible({ timeout: 30_000 })
  await page.getByRole('link', { name: 'History' }).click()
  await expect(page.getByText('went back')).toBeVisible()
  await page.goto('/timeline')
  await expect(page.getByRole('row', { name: /Alert ended: Hosts that are away/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /Alert: Hosts that are away/ })).toContainText('Porthole')
  await page.goto('/alerts/rules')
  await page.getByRole('button', { name: 'Delete Hosts that are away' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('heading', { name: 'No rule yet' })).toBeVisible()
})

test('a pool that fills up marks its host wherever that is shown, and is one step away', async ({
  page,
  host,
  porthole,
}) => {
  await host.virsh('pool-define-as', 'brim', 'dir', '--target', '/var/lib/libvirt/images/brim')
  await host.virsh('pool-build', 'brim')
  await host.virsh('pool-start', 'brim')
  await page.goto('/')
  const rules = `${porthole.url}/api/v1/alert-rules`
  const made = await page.request.post(rules, {
    headers: { origin: porthole.url },
    data: {
      ...{ name: 'Pools filling up', on: { kind: 'everything' }, figure: 'pool-full' },
      ...{ side: 'above', threshold: 0, seconds: 0, severity: 'critical' },
    },
  })
  const { id } = await made.json()
  const mark = (place: Locator, of: RegExp) => place.getByRole('img', { name: of })
  const ofHost = /brim: Pool in use [\d.]+ %, above 0 %/
  await expect(mark(page.getByRole('table'), ofHost)).toBeVisible({ timeout: 30_000 })
  await expect(mark(page.getByRole('navigation'), ofHost)).toBeVisible()
  await page.getByRole('rowgroup').getByRole('heading').getByRole('link').click()
  await expect(mark(page.locator('#content'), ofHost)).toBeVisible()
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^Alerts: / })
    .click()
  await page.getByRole('region', { name: 'Alerts' }).getByRole('link', { name: 'brim' }).click()
  await expect(page).toHaveURL(/\/storage\?pool=brim$/)
  await expect(mark(page.getByRole('button', { name: /^brim/ }), /^Pool in use/)).toBeVisible()

  await page.request.delete(`${rules}/${id}`, { headers: { origin: porthole.url } })
  await expect(mark(page.getByRole('button', { name: /^brim/ }), /^Pool in use/)).toHaveCount(0)
  await host.virsh('pool-destroy', 'brim')
  await host.virsh('pool-undefine', 'brim')
})
