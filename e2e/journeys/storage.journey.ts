import { createHash, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { violations } from '../axe.ts'
import { expect, test } from '../fixtures.ts'

test('a pool is made, and in it a volume made, copied, made larger and deleted; then the pool is stopped and deleted', async ({
  page,
  host,
}) => {
  const dialog = page.getByRole('dialog')
  await page.goto('/')
  await page.getByRole('rowgroup').getByRole('heading').getByRole('link').click()
  await page.getByRole('link', { name: 'Storage', exact: true }).click()
  await page.getByRole('button', { name: 'New pool' }).click()
  await dialog.getByLabel('Name').fill('shelf')
  await dialog.getByLabel('Kind').selectOption('netfs')
  await dialog.getByRole('button', { name: 'Make pool' }).click()
  await expect(dialog.getByText('Give the host name or address')).toBeVisible()
  expect(await violations(page)).toEqual([])
  await dialog.getByLabel('Kind').selectOption('dir')
  await expect(dialog.getByLabel('Folder on the host')).toHaveValue('/var/lib/libvirt/images/shelf')
  await dialog.getByLabel('Name').press('Enter')
  await expect(page).toHaveURL(/\/storage\?pool=shelf$/)
  await expect(page.getByText('No volume in this pool.')).toBeVisible()
  expect(await host.virsh('pool-info', 'shelf')).toMatch(/State: +running\n.*\nAutostart: +yes/)
  await page.getByRole('link', { name: 'Overview' }).click()
  await page.getByRole('link', { name: 'shelf' }).click()

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
  const choosePool = async (act: string) => {
    await page.getByRole('button', { name: 'All actions on the pool shelf' }).click()
    await page.getByRole('menuitem', { name: act }).click()
  }
  await choosePool('Stop…')
  await expect(dialog.getByText('shelved (running)')).toBeVisible()
  await page.keyboard.press('Escape')
  await host.remove('shelved')
  await page.reload()
  await expect(row('data.img')).toContainText('no VM')
  await choose('Delete…')
  await dialog.getByRole('button', { name: 'Delete volume' }).click()
  await expect(row('data.img')).toHaveCount(0)
  expect(await host.virsh('vol-list', 'shelf')).not.toContain('data.img')

  await host.virsh('vol-delete', '--pool', 'shelf', 'data-copy.img')
  await choosePool('Stop…')
  await expect(dialog.getByText('No VM has a disk in it.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Stop pool' }).click()
  await expect(page.getByText('The pool is off')).toBeVisible()
  await choosePool('Delete…')
  await dialog.getByRole('button', { name: 'Delete pool' }).click()
  await expect(page.getByRole('button', { name: 'All actions on the pool shelf' })).toHaveCount(0)
  expect(await host.virsh('pool-list', '--all')).not.toContain('shelf')

  await page.goto('/timeline')
  await expect(page.getByRole('row', { name: /Delete volume: shelf\/data\.img/ }).first()).toContainText('done')
  await expect(page.getByRole('row', { name: /Create volume: shelf\/data\.img/ }).first()).toContainText('done')
  await expect(page.getByRole('row', { name: /Delete storage pool: shelf/ }).first()).toContainText('done')
})

test('a file of one’s own machine goes into a pool by the browser, and comes back as it was; nothing stays of half of one', async ({
  page,
  host,
}, testInfo) => {
  const path = '/var/lib/libvirt/images/drop'
  await host.virsh('pool-define-as', 'drop', 'dir', '--target', path)
  await host.virsh('pool-build', 'drop')
  await host.virsh('pool-start', 'drop')
  await page.goto('/')
  await page.getByRole('rowgroup').getByRole('heading').getByRole('link').click()
  await page.getByRole('link', { name: 'drop' }).click()
  const dialog = page.getByRole('dialog')
  const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) })
  const send = async (name: string, content: Buffer) => {
    await writeFile(testInfo.outputPath(name), content)
    await page.getByRole('button', { name: 'Upload' }).click()
    await dialog.getByLabel('File').setInputFiles(testInfo.outputPath(name))
  }
  const file = randomBytes(12 * 2 ** 20 + 5)
  await send('..installer.iso', file)
  await expect(dialog.getByLabel('Name in the pool')).toHaveValue('installer.iso')
  expect(await violations(page)).toEqual([])
  await dialog.getByLabel('Name in the pool').press('Enter')
  await expect(row('installer.iso')).toContainText('12 MiB')
  await expect(dialog).toHaveCount(0)

  await page.getByRole('button', { name: 'All actions on installer.iso' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Download' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('installer.iso')
  const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
  expect(digest(await readFile(await download.path()))).toBe(digest(file))

  await send(
    'overlay.qcow2',
    Buffer.concat([Buffer.from('514649fb000000030000000000000001', 'hex'), randomBytes(1000)]),
  )
  await dialog.getByRole('button', { name: 'Upload' }).click()
  await expect(dialog.getByText('The image is an overlay of another file')).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()
  expect(await host.virsh('vol-list', 'drop')).not.toContain('overlay')
  await host.virsh('vol-delete', '--pool', 'drop', 'installer.iso')
  await host.virsh('pool-destroy', 'drop')
  await host.virsh('pool-undefine', 'drop')
})
