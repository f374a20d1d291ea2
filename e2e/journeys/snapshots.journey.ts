import { violations } from '../axe.ts'
import { expect, test } from '../fixtures.ts'

test('a running VM is kept, changed, and brought back; the tree says what it goes on from, virsh’s doings included', async ({
  page,
  host,
}) => {
  await host.virsh('pool-create-as', 'kept', 'dir', '--target', '/var/lib/libvirt/images/kept', '--build')
  await host.virsh('vol-create-as', 'kept', 'kept.qcow2', '16M', '--format', 'qcow2')
  const id = await host.define('kept', {
    devices: `<disk type='volume'><driver name='qemu' type='qcow2'/><source pool='kept' volume='kept.qcow2'/>
      <target dev='vda' bus='virtio'/></disk>`,
  })
  await page.goto(`/vms/${id}/snapshots`)
  await expect(page.getByText('No snapshot yet')).toBeVisible()

  const dialog = page.getByRole('dialog')
  const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) })
  const choose = async (name: string, act: string) => {
    await page.getByRole('button', { name: `All actions on the snapshot “${name}”` }).click()
    await page.getByRole('menuitem', { name: act }).click()
  }
  const take = async (name: string) => {
    await page.getByRole('button', { name: 'Take a snapshot…' }).click()
    await dialog.getByLabel('Name').fill(name)
    await page.keyboard.press('Enter')
    await expect(row(name)).toBeVisible({ timeout: 30_000 })
    await expect(dialog).toHaveCount(0)
  }
  await take('empty')
  await expect(row('empty')).toContainText('shut off')
  await host.virsh('start', 'kept')
  await page.getByRole('button', { name: 'Take a snapshot…' }).click()
  await dialog.getByLabel('Name').fill('a/b')
  await dialog.getByRole('button', { name: 'Take it' }).click()
  await expect(dialog.getByText('A name has no "/"')).toBeVisible()
  await dialog.getByLabel('Name').fill('empty')
  await dialog.getByRole('button', { name: 'Take it' }).click()
  await expect(dialog.getByText('The VM has a snapshot called "empty" already')).toBeVisible()
  await dialog.getByLabel('Name').fill('booting')
  await dialog.getByLabel('What it is for').fill('Before the upgrade')
  await dialog.getByRole('button', { name: 'Take it' }).click()
  await expect(row('booting')).toContainText('running, with its memory', { timeout: 30_000 })
  await expect(row('booting')).toContainText('Before the upgrade')
  await expect(row('Now')).toContainText('It goes on from “booting”.')
  expect(await violations(page)).toEqual([])

  await choose('empty', 'Go back…')
  await expect(dialog.getByText('what runs in it now are lost')).toBeVisible()
  await dialog.getByRole('button', { name: 'Go back' }).click()
  await expect(row('Now')).toContainText('It goes on from “empty”.')
  await expect(row('Now')).toContainText('shut off')
  await expect(dialog).toHaveCount(0)
  await choose('booting', 'Go back…')
  await expect(dialog.getByText('It will go on from there.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Go back' }).click()
  await expect(row('Now')).toContainText('running', { timeout: 30_000 })
  expect(await host.virsh('domstate', 'kept')).toContain('running')

  await choose('booting', 'Describe…')
  await dialog.getByLabel('What it is for').fill('After the upgrade')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(row('booting')).toContainText('After the upgrade')

  // Elsewhere one is taken, and one deleted.
  await host.virsh('snapshot-create-as', 'kept', 'elsewhere')
  await expect(row('Now')).toContainText('It goes on from “elsewhere”.')
  await host.virsh('snapshot-delete', 'kept', 'elsewhere')
  await expect(row('elsewhere')).toHaveCount(0)

  await choose('empty', 'Delete…')
  await dialog.getByLabel('Also delete the one taken after it: “booting”').check()
  await dialog.getByRole('button', { name: 'Delete 2 snapshots' }).click()
  await expect(page.getByText('No snapshot yet')).toBeVisible()
  expect((await host.virsh('snapshot-list', 'kept', '--name')).trim()).toBe('')

  await page.getByRole('link', { name: 'Timeline' }).last().click()
  await expect(page.getByRole('row', { name: /Go back to a snapshot/ })).toHaveCount(2)
  await expect(page.getByRole('row', { name: /Delete a snapshot/ })).toContainText('done')
  await host.remove('kept')
  await host.virsh('vol-delete', 'kept.qcow2', '--pool', 'kept')
  await host.virsh('pool-destroy', 'kept')
})
