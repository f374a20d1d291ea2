import { expectPicture } from '../console-picture.ts'
import { expect, expectState, test, vmRow } from '../fixtures.ts'

test('a new VM with a disk of its own boots a kernel, and its console opens', async ({ page, host }) => {
  await page.goto('/vms/new')
  await page.getByLabel('Name').fill('newborn')
  await page.getByText('Emulation (TCG)', { exact: true }).click()
  await page.getByRole('button', { name: 'Create the default pool' }).click()
  await expect(page.getByRole('button', { name: 'Create the default pool' })).toHaveCount(0)
  await page.getByText('Kernel', { exact: true }).click()
  await page.getByRole('textbox', { name: 'Kernel', exact: true }).fill(host.files.kernel)
  await page.getByLabel('Initial RAM disk').fill(host.files.initrd)
  await page.getByLabel('Kernel command line').fill(host.files.commandLine)
  await page.getByRole('button', { name: 'Create and start' }).click()
  await expect(page).toHaveURL(/\/console/)
  await expectPicture(page)

  expect(await host.virsh('domstate', 'newborn')).toBe('running')
  expect(await host.virsh('domblklist', 'newborn')).toContain('newborn')
  const lists = await host.virsh('vol-list', 'default')
  expect(lists).toContain('newborn')
  await host.remove('newborn')
})

test('what can not be made leaves nothing half-made behind', async ({ page, host }) => {
  await host.define('taken')
  await page.goto('/vms/new')
  await page.getByLabel('Name').fill('taken')
  await page.getByText('Emulation (TCG)', { exact: true }).click()
  await page.getByText('Kernel', { exact: true }).click()
  await page.getByRole('textbox', { name: 'Kernel', exact: true }).fill(host.files.kernel)
  await page.getByRole('button', { name: 'Create and start' }).click()
  await expect(page.getByText(/taken.* (is taken|already)/)).toBeVisible()
  await expect(page).toHaveURL(/\/vms\/new/)

  await page.getByLabel('Name').fill('no-kernel')
  await page.getByRole('textbox', { name: 'Kernel', exact: true }).fill('/var/lib/libvirt/images/is-not-there')
  await page.getByRole('button', { name: 'Create and start' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'is-not-there' })).toBeVisible()
  expect(await host.virsh('list', '--all', '--name')).not.toContain('no-kernel')
  await host.virsh('pool-refresh', 'default').catch(() => {})
  expect(await host.virsh('vol-list', 'default').catch(() => '')).not.toContain('no-kernel')

  await page.goto('/')
  await expectState(page, 'taken', 'shut off')
  await expect(vmRow(page, 'no-kernel')).toHaveCount(0)
  await host.remove('taken')
})
