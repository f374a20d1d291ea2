import { violations } from '../axe.ts'
import { expect, test, vmRow } from '../fixtures.ts'

const many = 20
const name = (n: number) => `batch-${String(n).padStart(2, '0')}`
const guest = (n: number) =>
  `<domain type='qemu'><name>${name(n)}</name><memory unit='MiB'>32</memory><os><type arch='x86_64'>hvm</type></os></domain>`

test('tag, filter, send the address, start twenty at once, and stop in the middle', async ({ page, host, context }) => {
  for (let n = 0; n < many; n++) await host.defineXml(guest(n))
  await host.define('bystander')
  await host.virsh('start', name(0))
  await page.goto('/')
  await expect(vmRow(page, 'bystander')).toBeVisible()

  await test.step('a range is selected with Shift, and tagged', async () => {
    await vmRow(page, name(0)).getByRole('checkbox').check()
    await vmRow(page, name(5))
      .getByRole('checkbox')
      .click({ modifiers: ['Shift'] })
    await expect(page.getByText('6 VMs selected')).toBeVisible()
    await page.getByRole('checkbox', { name: 'Select all' }).check()
    await vmRow(page, 'bystander').getByRole('checkbox').uncheck()
    await expect(page.getByText('20 VMs selected')).toBeVisible()
    await page.getByRole('button', { name: 'Tag…' }).click()
    await page.getByLabel('Add tags').fill('batch')
    await page.getByRole('dialog').getByRole('button', { name: 'Tag 20 VMs' }).click()
    await expect(page.getByRole('dialog').getByText('20 of 20', { exact: true })).toBeVisible()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  })

  await page.getByRole('combobox', { name: /^Filter VMs/ }).fill('tag:batch')
  await expect(page.getByText('20 of 21 VMs')).toBeVisible()
  const sent = await context.newPage()
  await sent.goto(page.url())
  await expect(sent.getByText('20 of 21 VMs')).toBeVisible()

  await test.step('the view is saved under a name, and gone back to', async () => {
    await page.getByRole('button', { name: 'View' }).click()
    await page.getByRole('menuitem', { name: 'Save this view…' }).click()
    await page.getByLabel('Save this view as').fill('The batch')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toBeHidden()
    await page.goto('/?q=state:off')
    await page.getByRole('button', { name: 'View' }).click()
    await page.getByRole('menuitem', { name: 'The batch' }).click()
    await expect(page.getByText('20 of 21 VMs')).toBeVisible()
  })

  await test.step('the plan says who can not; the job stops in the middle', async () => {
    await sent.getByRole('checkbox', { name: 'Select all' }).check()
    await sent.getByRole('toolbar').getByRole('button', { name: 'Start', exact: true }).click()
    const dialog = sent.getByRole('dialog')
    await expect(dialog.getByText('19 of 20 can.')).toBeVisible()
    await expect(dialog.getByText('The VM is running already.')).toBeVisible()
    // A daemon that holds still keeps the first four under way for as long as one looks.
    await host.holdDaemon(true)
    await dialog.getByRole('button', { name: 'Start 19 VMs' }).click()
    await expect(dialog.getByText('under way', { exact: true })).toHaveCount(4)
    await dialog.getByRole('button', { name: 'Stop: Start 20 VMs' }).click()
    await expect(dialog.getByText('stopping', { exact: true })).toBeVisible()
    await host.holdDaemon(false)
    await expect(dialog.getByText('stopped', { exact: true })).toBeVisible({ timeout: 15_000 })
    await expect(dialog.getByText('The job was stopped before its turn.').first()).toBeVisible()
  })

  // The other tab has followed, and the page of all jobs tells the same.
  await page.getByRole('button', { name: 'Jobs', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Jobs' }).getByText('stopped', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'All jobs' }).click()
  await page.getByRole('button', { name: 'Results' }).first().click()
  const results = page.getByRole('list', { name: 'Results' })
  await expect(results.getByText('started', { exact: true })).toHaveCount(4)
  await expect(results.getByText('left out', { exact: true })).toHaveCount(16)
  const running = (await host.virsh('list', '--name')).split('\n').filter(each => each.startsWith('batch-'))
  expect(running).toHaveLength(5)
  expect(await violations(page)).toEqual([])

  for (let n = 0; n < many; n++) await host.remove(name(n))
  await host.remove('bystander')
})
