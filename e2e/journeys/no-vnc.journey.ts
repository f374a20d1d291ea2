import { consoleCanvas } from '../console-picture.ts'
import { expect, test } from '../fixtures.ts'
import { keyBlockDomain } from '../lab/key-block.ts'

test('a VM with SPICE alone says so, shows what giving it VNC changes, and has a picture after its next start', async ({
  page,
  host,
}) => {
  const spice = `<graphics type='spice' autoport='yes'/>`
  await host.defineXml(keyBlockDomain('spicy', host.files.keyBlock).replace(/<graphics [^>]*\/>/, spice))
  await host.virsh('start', 'spicy')
  const id = (await host.virsh('domuuid', 'spicy')).trim()
  await page.goto(`/vms/${id}/console`)
  await expect(page.getByText('This VM has a SPICE display alone')).toBeVisible()
  // libvirt takes a picture of any display, with no console open.
  await page.getByRole('button', { name: 'All actions on spicy' }).click()
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save a screenshot' }).click(),
  ])
  expect(saved.suggestedFilename()).toMatch(/^spicy .*\.png$/)
  const { entries } = await (await page.request.get(`/api/v1/audit?vm=${id}`)).json()
  expect(entries.map(({ action }: { action: string }) => action)).toContain('takeScreenshot')
  const change = page.getByRole('img', { name: 'What changes in the definition' })
  await expect(change).toContainText('<graphics type="vnc" port="-1" autoport="yes">')
  expect(await host.virsh('dumpxml', '--inactive', 'spicy')).not.toContain("type='vnc'")

  await page.getByRole('button', { name: 'Add a VNC display' }).click()
  await expect(page.getByText('It has a VNC display from its next start on.')).toBeVisible()
  expect(await host.virsh('dumpxml', '--inactive', 'spicy')).toMatch(
    /type='vnc'[\s\S]*type='spice'|type='spice'[\s\S]*type='vnc'/,
  )
  expect(await host.virsh('dumpxml', 'spicy')).not.toContain("type='vnc'")

  await host.virsh('destroy', 'spicy')
  await page.getByRole('button', { name: 'Start', exact: true }).first().click()
  await expect(page.locator('[data-phase=connected]')).toBeVisible({ timeout: 30_000 })
  await expect(consoleCanvas(page)).toBeVisible()
  await host.remove('spicy')
})
