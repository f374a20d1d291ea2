import { violations } from '../axe.ts'
import { expect, test } from '../fixtures.ts'

test('a volume is made, copied, made larger and deleted on its host’s page, by the name of its pool', async ({
  page,
  host,
}) => {
  await host.virsh('pool-define-as', 'shelf', 'dir', '--target', '/var/lib/libvirt/images/shelf')
  await host.virsh('pool-build', 'shelf')
  await host.virsh('pool-start', 'shelf')
  await page.goto('/')
  await page.getByRole('rowgroup').getByRole('heading').getByRole('link').click()
  await page.getByRole('link', { name: 'shelf' }).click()
  await expect(page).toHaveURL(/\/storage\?pool=shelf$/)
  await expect(page.getByText('No volume in this pool.')).toBeVisible()

  const dialog = page.getByRole('dialog')
  const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) })
  await page.getByRole('button', { name: 'New volume' }).click()
  await dialog.getByLabel('Name').fill('../passwd')
  await dialog.getByLabel('Format').selectOption('raw')
  await dialog.getByLabel('Size', { exact: true }).fill('8')
  await dialog.getByLabel('Unit of the size').selectOption('MiB')
  await expect(dialog.getByText('8,388,608 bytes')).toBeVisible()
  await dialog.getByLabel('Taken on the host at once').selectOption('full')
  await dialog.getByRole('button', { name: 'Make volume' }).click()
  await expect(dialog.getByText('A name has no slash, and nothing that can not be seen.')).toBeVisible()
  expect(await violations(page)).toEqual([])
  await dialog.getByLabel('Name').fill('data.img')
  await page.keyboard.press('Enter')
  await expect(row('data.img')).toContainText('8 MiB')
  await expect(dialog).toHaveCount(0)
  expect(await host.virsh('vol-info', '--pool', 'shelf', '--bytes', 'data.img')).toMatch(/Allocation: +8388608 bytes/)

  const choose = async (act: string) => {
    await page.getByRole('button', { name: 'All actions on data.img' }).click()
    await page.getByRole('menuitem', { name: act }).click()
  }
  await choose('Copy…')
  await expect(dialog.getByLabel('Name of the copy')).toHaveValue('data-copy.img')
  await page.keyboard.press('Enter')
  await expect(row('data-copy.img')).toBeVisible()
  await choose('Make larger…')
  await dialog.getByLabel('Size', { exact: true }).fill('4')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('A volume can only be made larger')).toBeVisible()
  await dialog.getByLabel('Size', { exact: true }).fill('16')
  await page.keyboard.press('Enter')
  await expect(row('data.img')).toContainText('16 MiB')

  // Of a VM that is on, by its QEMU: the pool's page says when the guest sees it.
  await host.define('shelved', {
    devices: `<disk type='volume'><driver name='qemu' type='raw'/><source pool='shelf' volume='data.img'/>
      <target dev='vdb' bus='virtio'/></disk>`,
  })
  await host.virsh('start', 'shelved')
  await page.reload()
  await expect(row('data.img').getByRole('link', { name: 'shelved' })).toBeVisible()
  await choose('Make larger…')
  await dialog.getByLabel('Size', { exact: true }).fill('32')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('The guest of "shelved" is told at once')).toBeVisible()
  expect(await host.virsh('domblkinfo', 'shelved', 'vdb')).toMatch(/Capacity: +33554432/)
  await page.keyboard.press('Enter')
  await expect(row('data.img')).toContainText('32 MiB')
  await host.remove('shelved')
  await page.reload()
  await expect(row('data.img')).toContainText('no VM')
  await choose('Delete…')
  await dialog.getByRole('button', { name: 'Delete volume' }).click()
  await expect(row('data.img')).toHaveCount(0)
  expect(await host.virsh('vol-list', 'shelf')).not.toContain('data.img')

  await page.goto('/timeline')
  await expect(page.getByRole('row', { name: /Delete volume: shelf\/data\.img/ }).first()).toContainText('done')
  await expect(page.getByRole('row', { name: /Create volume: shelf\/data\.img/ }).first()).toContainText('done')
  await host.virsh('vol-delete', '--pool', 'shelf', 'data-copy.img')
  await host.virsh('pool-destroy', 'shelf')
  await host.virsh('pool-undefine', 'shelf')
})
