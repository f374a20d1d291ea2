import { writeFile } from 'node:fs/promises'
import { expect, expectAgent, expectState, test } from '../fixtures.ts'

test('the palette finds a VM by its address, and does things to it, by keyboard alone', async ({
  page,
  host,
}, info) => {
  const folder = '/var/lib/libvirt/images/sought'
  await host.virsh('pool-define-as', 'sought', 'dir', '--target', folder)
  await host.virsh('pool-build', 'sought')
  await host.virsh('pool-start', 'sought')
  await host.virsh('vol-create-as', 'sought', 'seeker.img', '1M')
  const net = info.outputPath('seek-net.xml')
  await writeFile(net, '<network><name>seek-net</name></network>')
  await host.virsh('net-define', net)
  const id = await host.define('seeker', {
    devices: `<interface type='user'><model type='virtio'/></interface>
      <disk type='volume'><source pool='sought' volume='seeker.img'/><target dev='vdb' bus='virtio'/></disk>`,
  })
  await host.define('bystander')
  await page.goto('/')
  await page.getByRole('heading', { name: 'Fleet' }).waitFor()

  const palette = page.getByRole('dialog', { name: 'Go to anything' })
  const open = async () => {
    await page.keyboard.press('Control+k')
    await expect(palette.getByRole('combobox')).toBeFocused()
  }
  await open()
  await page.keyboard.type('start seek')
  await expect(palette.getByRole('option').first()).toContainText('Start seeker')
  await page.keyboard.press('Enter')
  await expectState(page, 'seeker', 'running')
  await expectAgent(host, 'seeker')

  // A disk that the definition names by its pool is found by its path all the same, and so is the volume itself.
  await open()
  await page.keyboard.type(`${folder}/seeker.img`)
  const [user, volume] = [palette.getByRole('option').first(), palette.getByRole('option').nth(1)]
  await expect(user).toContainText('seeker')
  await expect(volume).toContainText('seeker.img')
  await expect(volume).toContainText('volume in sought')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/storage\?pool=sought$/)
  await expect(page.getByRole('row', { name: /^seeker\.img/ })).toContainText('seeker')

  // A pool and a network by their names.
  await open()
  await page.keyboard.type('sought')
  await expect(palette.getByRole('option').first()).toContainText('storage pool')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /^sought/ })).toHaveAttribute('aria-current', 'true')
  await open()
  await page.keyboard.type('seek-net')
  await expect(palette.getByRole('option').first()).toContainText('network')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/networks\?network=seek-net$/)
  await expect(page.getByRole('button', { name: /^seek-net/ })).toHaveAttribute('aria-current', 'true')

  // The address that its agent tells, once it has one.
  await open()
  await page.keyboard.type('10.0.2.15')
  await expect(palette.getByRole('option').first()).toContainText('seeker', { timeout: 60_000 })
  await expect(palette.getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/vms/${id}`))
  await expect(page.getByText('10.0.2.15')).toBeVisible()

  await open()
  await page.keyboard.type('seeker')
  await page.keyboard.press('Tab')
  await page.keyboard.type('force')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Force off' }).press('Enter')
  await open()
  await page.keyboard.type('fleet')
  await page.keyboard.press('Enter')
  await expectState(page, 'seeker', 'shut off')

  // The filter completes its own words, and takes networks.
  const filter = page.getByRole('combobox', { name: /^Filter VMs/ })
  await page.keyboard.press('/')
  await page.keyboard.type('net:us')
  await page.keyboard.press('Tab')
  await expect(filter).toHaveValue('net:user ')
  await expect(page.getByText('1 of 2 VMs')).toBeVisible()
  await expect(page).toHaveURL(/q=net:user/)
  await host.remove('seeker')
  await host.remove('bystander')
  await host.virsh('net-undefine', 'seek-net')
  await host.virsh('pool-destroy', 'sought')
  await host.virsh('pool-undefine', 'sought')
})
