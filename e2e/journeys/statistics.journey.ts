import { violations } from '../axe.ts'
import { expect, test, vmRow } from '../fixtures.ts'

test('figures change while one looks; one looks closer, compares VMs, and sees who eats the host', async ({
  page,
  host,
}) => {
  const id = await host.define('busy')
  await host.define('beside')
  await host.virsh('start', 'busy')
  await host.virsh('start', 'beside')
  await page.goto('/')
  await expect(vmRow(page, 'busy').getByText(/^\d+ %$/)).toBeVisible({ timeout: 30_000 })

  await page.clock.install()
  await page.goto(`/vms/${id}/statistics`)
  const cpu = page.getByRole('table', { name: 'CPU in figures' })
  await expect(cpu.getByRole('row', { name: 'of its vCPUs' })).toContainText(/\d+ %/, { timeout: 60_000 })
  const graph = page.getByRole('figure').filter({ has: cpu })
  const canvas = graph.locator('.u-over')
  const box = await canvas.boundingBox()
  if (!box) throw new Error('the graph is drawn')
  await page.mouse.move(box.x + box.width * 0.5, box.y + 40)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.9, box.y + 40, { steps: 4 })
  // The selection follows the pointer in the next frame.
  await expect.poll(() => graph.locator('.u-select').evaluate(({ clientWidth }) => clientWidth)).toBeGreaterThan(20)
  // New figures that come meanwhile wait: the selection stays.
  const again = page.waitForResponse(response => response.url().includes('/history') && response.ok())
  await page.clock.fastForward('00:31')
  await again
  await page.mouse.move(box.x + box.width * 0.8, box.y + 40)
  await page.mouse.up()
  await page.getByRole('button', { name: 'Whole range' }).click()
  await expect(page.getByText('Drag across a graph')).toBeVisible()
  await page.getByText('Month', { exact: true }).click()
  await expect(page.getByRole('radio', { name: 'Month' })).toBeChecked()
  await expect(cpu).toBeVisible()
  // What is compared, and how far back, stand in the address.
  await page.getByPlaceholder('Compare with').click()
  await page.getByRole('option', { name: 'beside' }).click()
  await expect(page).toHaveURL(/range=.*with=/)
  await page.reload()
  await expect(page.getByRole('button', { name: /beside/ })).toBeVisible()
  for (const graph of ['CPU', 'Memory']) {
    const figures = page.getByRole('table', { name: `${graph} in figures` })
    for (const vm of ['busy', 'beside']) await expect(figures.getByRole('row', { name: vm })).toBeVisible()
  }
  await expect(page.getByRole('radio', { name: 'Month' })).toBeChecked()
  expect(await violations(page)).toEqual([])

  await page.goto('/')
  await page.getByRole('rowgroup').getByRole('heading').getByRole('link').click()
  await page.getByRole('link', { name: 'Statistics' }).click()
  await expect(page.getByRole('heading', { name: 'Who eats this host?' })).toBeVisible()
  const eater = (name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) })
  // What nobody looked at is measured each half minute, and read again here as often.
  for (const vm of ['busy', 'beside']) await expect(eater(vm)).toContainText(/CPUs.*MiB/, { timeout: 75_000 })
  await page.getByRole('button', { name: 'Memory', exact: true }).click()
  await expect(page.getByRole('columnheader', { name: 'Memory' })).toHaveAttribute('aria-sort', 'descending')
  expect(await violations(page)).toEqual([])
  await host.remove('busy')
  await host.remove('beside')
})
