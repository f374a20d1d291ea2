import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

test('an ISO from a pool: it is in the drive; when its file is gone, that is said and nothing is made', async ({
  page,
  host,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'porthole-iso-'))
  const file = join(folder, 'installer.iso')
  await writeFile(file, Buffer.alloc(2 * 1024 * 1024))
  const path = await host.put(file)
  await host.virsh('pool-create-as', 'isos', 'dir', '--target', '/var/lib/libvirt/images').catch(() => {})

  const fill = async (name: string) => {
    await page.goto('/vms/new')
    await page.getByLabel('Name').fill(name)
    await page.getByText('Emulation (TCG)', { exact: true }).click()
    await page.getByRole('radiogroup', { name: 'Disk' }).getByText('None', { exact: true }).click()
    await page.getByPlaceholder('Choose an ISO image').click()
    await page
      .getByRole('option', { name: /installer\.iso/ })
      .first()
      .click()
  }
  await fill('from-iso')
  await page.getByRole('button', { name: 'Create and start' }).click()
  await expect(page).toHaveURL(/\/console/)
  await expectPicture(page)
  expect(await host.virsh('domblklist', 'from-iso', '--details')).toMatch(/cdrom.*installer\.iso/)
  await host.remove('from-iso')

  await fill('no-iso')
  await host.takeBack(path)
  await page.getByRole('button', { name: 'Create and start' }).click()
  await expect(
    page
      .getByText(/installer\.iso/)
      .filter({ hasText: /gone|missing|no such|not/i })
      .first(),
  ).toBeVisible()
  expect(await host.virsh('list', '--all', '--name')).not.toContain('no-iso')
  await host.virsh('pool-destroy', 'isos').catch(() => {})
  await rm(folder, { recursive: true })
})
