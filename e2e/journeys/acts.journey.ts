import { violations } from '../axe.ts'
import { act, expect, expectAgent, expectNoAgent, expectState, test, vmRow } from '../fixtures.ts'

test('every power act, each offered only when the state allows it', async ({ page, host }) => {
  await host.define('power')
  await page.goto('/')
  await expectState(page, 'power', 'shut off')

  await test.step('a VM that is off says why the others can not be chosen', async () => {
    await vmRow(page, 'power').getByRole('button', { name: 'All actions on power' }).click()
    const pause = page.getByRole('menuitem', { name: 'Pause' })
    await expect(pause).toHaveAttribute('aria-disabled', 'true')
    await expect(pause).toHaveAccessibleDescription('The VM is shut off: start it first.')
    await pause.click({ force: true })
    await page.keyboard.press('Escape')
    expect(await host.virsh('domstate', 'power')).toBe('shut off')
  })

  await act(page, 'power', 'Start')
  await expectState(page, 'power', 'running')
  await act(page, 'power', 'Pause')
  await expectState(page, 'power', 'paused')
  await vmRow(page, 'power').getByRole('button', { name: 'Resume' }).click()
  await expectState(page, 'power', 'running')

  await test.step('reset asks first, and the guest boots again', async () => {
    await expectAgent(host, 'power')
    await act(page, 'power', 'Reset')
    await expect(page.getByRole('dialog')).toContainText('What it has not yet written to its disks is lost.')
    await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expectNoAgent(host, 'power')
    await expectAgent(host, 'power')
  })

  await test.step('save, and restore what was running', async () => {
    await act(page, 'power', 'Save')
    await expectState(page, 'power', 'saved')
    await vmRow(page, 'power').getByRole('button', { name: 'Restore' }).click()
    await expectState(page, 'power', 'running')
  })

  await test.step('a saved state can be discarded', async () => {
    await act(page, 'power', 'Save')
    await expectState(page, 'power', 'saved')
    await act(page, 'power', 'Discard saved state')
    await page.getByRole('dialog').getByRole('button', { name: 'Discard saved state' }).click()
    await expectState(page, 'power', 'shut off')
  })

  await test.step('force off asks first', async () => {
    await act(page, 'power', 'Start')
    await expectState(page, 'power', 'running')
    await act(page, 'power', 'Force off')
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await expectState(page, 'power', 'running')
    await act(page, 'power', 'Force off')
    await page.getByRole('dialog').getByRole('button', { name: 'Force off' }).click()
    await expectState(page, 'power', 'shut off')
  })
  await host.remove('power')
})

test('the guest reboots when it is asked to', async ({ page, host }) => {
  await host.define('again')
  await host.virsh('start', 'again')
  await expectAgent(host, 'again')
  await page.goto('/')
  await act(page, 'again', 'Reboot')
  // It goes away, and comes back with a clock that began anew.
  await expectNoAgent(host, 'again')
  await expectAgent(host, 'again')
  await expectState(page, 'again', 'running')
  await host.remove('again')
})

test('delete says what goes, and takes exactly that', async ({ page, host }) => {
  await host.virsh('pool-create-as', 'disks', 'dir', '--target', '/var/lib/libvirt/images')
  await host.virsh('vol-create-as', 'disks', 'doomed.qcow2', '10M', '--format', 'qcow2')
  await host.virsh('vol-create-as', 'disks', 'kept.qcow2', '10M', '--format', 'qcow2')
  await host.define('doomed')
  for (const [target, name] of [
    ['vda', 'doomed'],
    ['vdb', 'kept'],
  ]) {
    const source = `/var/lib/libvirt/images/${name}.qcow2`
    await host.virsh(
      'attach-disk',
      'doomed',
      source,
      `${target}`,
      '--config',
      '--driver',
      'qemu',
      '--subdriver',
      'qcow2',
    )
  }
  await page.goto('/')
  await act(page, 'doomed', 'Delete')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('The VM doomed with its definition')
  await dialog.getByLabel('/var/lib/libvirt/images/doomed.qcow2').check()
  await dialog.getByRole('button', { name: 'Delete the VM and 1 disk' }).click()
  await expect(vmRow(page, 'doomed')).toHaveCount(0)
  await host.virsh('pool-refresh', 'disks')
  const left = await host.virsh('vol-list', 'disks')
  expect(left).toContain('kept.qcow2')
  expect(left).not.toContain('doomed.qcow2')
  await host.virsh('vol-delete', 'kept.qcow2', 'disks')
  await host.virsh('pool-destroy', 'disks')
})

test('a VM is given a title and a description, and started with its host', async ({ page, host }) => {
  const id = await host.define('described')
  await page.goto(`/vms/${id}`)
  await page.getByRole('button', { name: 'Edit…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Title').fill('x'.repeat(201))
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('At most 200 characters.')).toBeVisible()
  await dialog.getByLabel('Title').fill('Shop')
  await dialog.getByLabel('Description').fill('Ask Bea before you\nrestart it')
  await dialog.getByLabel('Starts with the host').check()
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('definition').filter({ hasText: 'Ask Bea before you restart it' })).toBeVisible()
  await expect(page.getByRole('definition').getByText('Shop')).toBeVisible()
  expect(await host.virsh('dominfo', 'described')).toMatch(/Autostart: +enable/)
  expect((await host.virsh('desc', 'described', '--title')).trim()).toBe('Shop')
  await host.remove('described')
})
