import { violations } from '../axe.ts'
import { expect, test } from '../fixtures.ts'
import { newcomer } from '../newcomer.ts'

test('an ISO image goes into the drive of a running VM; more memory waits for the next start, and is there then', async ({
  page,
  host,
  browser,
  porthole,
}) => {
  await host.virsh('pool-create-as', 'shelf', 'dir', '--target', '/var/lib/libvirt/images/shelf', '--build')
  await host.virsh('vol-create-as', 'shelf', 'install &lt;b&gt;.iso', '4M', '--format', 'raw')
  const id = await host.define('fitted', {
    devices: `<controller type='scsi' model='virtio-scsi'/>
      <disk type='file' device='cdrom'><target dev='sda' bus='scsi'/></disk>`,
  })
  await host.virsh('start', 'fitted')
  await page.goto(`/vms/${id}`)
  await page.getByRole('link', { name: 'Hardware' }).click()
  const section = (name: string) => page.getByRole('region', { name })
  const dialog = page.getByRole('dialog')
  await expect(section('CD and floppy drives')).toContainText('empty')

  await page.getByRole('button', { name: 'Insert… sda' }).click()
  await dialog.getByRole('combobox', { name: 'ISO image' }).click()
  await page.getByRole('option', { name: 'install <b>.iso' }).click()
  await dialog.getByRole('button', { name: 'Insert' }).click()
  await expect(section('CD and floppy drives')).toContainText('install <b>.iso')
  await expect(dialog).toHaveCount(0)
  for (const which of [[], ['--inactive']]) {
    expect(await host.virsh('domblklist', 'fitted', ...which)).toMatch(
      /sda +\/var\/lib\/libvirt\/images\/shelf\/install <b>.iso/,
    )
  }

  await page.getByRole('button', { name: 'Eject… sda' }).click()
  await dialog.getByRole('button', { name: 'Eject', exact: true }).click()
  await expect(section('CD and floppy drives')).toContainText('empty')
  expect(await host.virsh('domblklist', 'fitted')).toMatch(/sda +-/)

  await page.getByRole('button', { name: 'Change… memory' }).click()
  await dialog.getByLabel('Memory', { exact: true }).fill('128')
  await expect(dialog.getByText('It runs with room for 96 MiB')).toBeVisible()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(section('Memory')).toContainText('96 MiB128 MiB at the next start')
  await expect(page.getByText('One change waits for the next start')).toBeVisible()
  expect(await violations(page)).toEqual([])
  expect(await host.virsh('dominfo', 'fitted')).toMatch(/Max memory: +98304 KiB/)

  const viewer = await newcomer(page, browser, porthole, 'Vera', 'viewer')
  await viewer.goto(`/vms/${id}/hardware`)
  await expect(viewer.getByRole('button', { name: 'Change… memory' })).toHaveAttribute('aria-disabled', 'true')
  await viewer.context().close()

  await host.virsh('destroy', 'fitted')
  await host.virsh('start', 'fitted')
  await expect(section('Memory')).not.toContainText('at the next start')
  await expect(section('Memory')).toContainText('128 MiB')
  await expect(page.getByText('waits for the next start')).toHaveCount(0)
  expect(await host.virsh('dominfo', 'fitted')).toMatch(/Max memory: +131072 KiB/)

  await page.getByRole('link', { name: 'Timeline' }).last().click()
  await expect(page.getByRole('row', { name: /Insert a medium: sda, shelf\/install <b>.iso/ })).toContainText('done')
  await expect(page.getByRole('row', { name: /Eject a medium: sda/ })).toContainText('done')
  await host.remove('fitted')
  await host.virsh('vol-delete', 'install <b>.iso', '--pool', 'shelf')
  await host.virsh('pool-destroy', 'shelf')
})
