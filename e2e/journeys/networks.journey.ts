import { violations } from '../axe.ts'
import { expect, test } from '../fixtures.ts'

// Isolated, as its bridge is the machine's: nothing leads out of it.
test('a network is made, followed, stopped, started and deleted on its host’s page', async ({ page, host }) => {
  await page.goto('/')
  await page.getByRole('rowgroup').getByRole('heading').getByRole('link').click()
  const tab = (name: string) => page.getByRole('link', { name, exact: true }).click()
  await tab('Networks')

  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'New network' }).click()
  await dialog.getByLabel('Name').fill('journey net')
  await dialog.getByLabel('Mode').selectOption('isolated')
  await dialog.getByLabel('Subnet', { exact: true }).fill('10.231.77.0/26')
  await expect(dialog.getByLabel('To')).toHaveValue('10.231.77.62')
  await expect(dialog.getByText('The host gets 10.231.77.1.')).toBeVisible()
  await dialog.getByLabel('To').fill('10.231.78.1')
  await dialog.getByRole('button', { name: 'Make network' }).click()
  await expect(dialog.getByText('A name has letters, digits and _ . + -')).toBeVisible()
  await expect(dialog.getByText('It is not in 10.231.77.0/26.')).toBeVisible()
  await dialog.getByLabel('Name').fill('journey')
  await dialog.getByLabel('To').fill('10.231.77.60')
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  const chosen = page.getByRole('region', { name: 'journey' })
  await expect(chosen.getByText('DHCP gives out 10.231.77.2 to 10.231.77.60')).toBeVisible()
  await expect(chosen.getByText('No address is given out now.')).toBeVisible()
  expect(await host.virsh('net-info', 'journey')).toMatch(/Active: +yes\n.*\nAutostart: +yes/)

  await tab('Overview')
  await tab('journey')
  await expect(page).toHaveURL(/\/networks\?network=journey$/)
  await page.getByRole('button', { name: 'New network' }).click()
  await dialog.getByLabel('Name').fill('journey-2')
  await dialog.getByLabel('Subnet', { exact: true }).fill('10.231.77.32/27')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('It clashes with the network "journey": take another subnet.')).toBeVisible()
  await page.keyboard.press('Escape')

  const devices = `<interface type='network'><source network='journey'/><model type='virtio'/></interface>`
  await host.define('networked', { devices })
  await host.virsh('start', 'networked')
  await expect(chosen.getByRole('list').getByRole('link', { name: 'networked' })).toBeVisible()
  expect(await violations(page)).toEqual([])
  await chosen.getByRole('button', { name: 'Stop…' }).click()
  await expect(dialog.getByText('networked loses it at once.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Stop network' }).click()
  await expect(chosen.getByRole('button', { name: 'Start' })).toBeVisible()
  expect(await host.virsh('net-list', '--name')).not.toContain('journey')

  // What somebody does with virsh shows by itself.
  await host.virsh('net-start', 'journey')
  await expect(chosen.getByRole('button', { name: 'Stop…' })).toBeVisible()
  await host.virsh('net-destroy', 'journey')
  await chosen.getByRole('button', { name: 'Start' }).click()
  await expect(chosen.getByRole('button', { name: 'Stop…' })).toBeVisible()
  expect(await host.virsh('net-list', '--name')).toContain('journey')
  const choose = async (act: string) => {
    await page.getByRole('button', { name: 'All actions on the network journey' }).click()
    await page.getByRole('menuitem', { name: act }).click()
  }
  await choose('Do not start with the host')
  await expect.poll(() => host.virsh('net-info', 'journey')).toMatch(/Autostart: +no/)

  await host.remove('networked')
  await host.virsh('net-destroy', 'journey')
  await expect(chosen.getByRole('button', { name: 'Start' })).toBeVisible()
  await choose('Delete…')
  await expect(dialog.getByText('with the subnet 10.231.77.0/26. It can not be got back.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Delete network' }).click()
  await expect(page.getByRole('button', { name: /^journey/ })).toHaveCount(0)
  expect(await host.virsh('net-list', '--all', '--name')).not.toContain('journey')

  await page.goto('/timeline')
  await expect(page.getByRole('row', { name: /Delete network: journey/ })).toContainText('done')
  await expect(page.getByRole('row', { name: /Create network: journey/ }).last()).toContainText('done')
})
