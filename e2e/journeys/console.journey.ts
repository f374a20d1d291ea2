import { consoleCanvas, expectPicture } from '../console-picture.ts'
import { expect, expectAgent, expectNoAgent, test } from '../fixtures.ts'

test('the console finds its way back when the guest restarts', async ({ page, host }) => {
  const id = await host.define('comeback')
  await page.goto(`/vms/${id}/console`)
  await expect(page.getByText('VM is shut off')).toBeVisible()
  await page.getByRole('button', { name: 'Start' }).first().click()
  await expectPicture(page)

  await host.virsh('destroy', 'comeback')
  await expect(page.getByText('VM is shut off')).toBeVisible()
  await host.virsh('start', 'comeback')
  await expect(page.getByText('VM is shut off')).toHaveCount(0)
  await expectPicture(page)
  await host.remove('comeback')
})

test('Ctrl+Alt+Del reaches the guest, which reboots', async ({ page, host }) => {
  const id = await host.define('three-keys')
  await host.virsh('start', 'three-keys')
  await expectAgent(host, 'three-keys')
  await page.goto(`/vms/${id}/console`)
  await expectPicture(page)
  await page.getByRole('button', { name: 'Keys', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Ctrl+Alt+Del', exact: true }).click()
  await expectNoAgent(host, 'three-keys')
  await expectPicture(page)
  await host.remove('three-keys')
})

test('it fits the window, fills the screen and opens in a window of its own', async ({ page, host }) => {
  const id = await host.define('windows')
  await host.virsh('start', 'windows')
  await page.goto(`/vms/${id}/console`)
  await expectPicture(page)
  const width = async () => (await consoleCanvas(page).boundingBox())?.width ?? 0
  const fitted = await width()
  await page.setViewportSize({ width: 700, height: 500 })
  await expect.poll(width).toBeLessThan(fitted)
  await page.setViewportSize({ width: 1280, height: 800 })

  await page.evaluate(() => {
    const { keyboard } = navigator as unknown as { keyboard: { lock(): Promise<void> } }
    const lock = keyboard.lock.bind(keyboard)
    keyboard.lock = () => lock().then(() => document.body.setAttribute('data-keys', 'locked'))
  })
  await page.getByRole('button', { name: 'Full screen' }).click()
  await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true)
  // The browser lets the guest have the keys that it and the system keep otherwise.
  await expect(page.locator('body')).toHaveAttribute('data-keys', 'locked')
  await page.keyboard.press('Escape')
  expect(await page.evaluate(() => document.fullscreenElement !== null)).toBe(true)
  await page.evaluate(() => document.exitFullscreen())

  const [popped] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('button', { name: 'Open in its own window' }).click(),
  ])
  await expectPicture(popped)
  await expect(popped.getByRole('navigation')).toHaveCount(0)
  await popped.close()
  await host.remove('windows')
})

test('a display with a password: the picture comes, the password never does', async ({ page, host }) => {
  const secret = 'Zq7-vncX'
  const id = await host.define('secretive', { vncPassword: secret })
  await host.virsh('start', 'secretive')
  const heard: Buffer[] = []
  page.on('websocket', socket => {
    socket.on('framereceived', ({ payload }) => heard.push(Buffer.from(payload)))
    socket.on('framesent', ({ payload }) => heard.push(Buffer.from(payload)))
  })
  page.on('response', async response => heard.push(await response.body().catch(() => Buffer.alloc(0))))
  await page.goto(`/vms/${id}/xml`)
  await expect(page.getByText('secretive').first()).toBeVisible()
  await page.goto(`/vms/${id}/console`)
  await expectPicture(page)
  expect(heard.length).toBeGreaterThan(5)
  expect(heard.filter(bytes => bytes.includes(secret))).toEqual([])
  await host.remove('secretive')
})
