import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { Page, WebSocketRoute } from '@playwright/test'
import { serialPath } from '@porthole/contract'
import { nobody } from '../administrator.ts'
import { expect, test } from '../fixtures.ts'

const screen = (page: Page) => page.locator('.xterm-rows')

test('a serial console: what came before is there, two type in it, it is searched, saved, and taken from virsh', async ({
  page,
  browser,
  host,
  porthole,
}) => {
  const id = await host.define('lines')
  await host.virsh('start', 'lines')
  // As somebody at a terminal of the host would: virsh wants one.
  const held = spawn('script', ['-qfc', `virsh -c '${host.uri}' console lines`, '/dev/null'], { stdio: 'pipe' })
  await once(held.stdout, 'data')
  await page.goto(`/vms/${id}/serial`)
  await expect(page.getByText('Somebody has this console open outside of Porthole')).toBeVisible()
  await page.getByRole('button', { name: 'Take it' }).click()
  await expect(page.locator('[data-serial][data-phase=connected]')).toBeVisible()
  held.kill()

  const keyboard = async (at: Page, text: string) => {
    await at.locator('.xterm-helper-textarea').focus()
    await at.keyboard.type(text)
    // A line feed: the guest's getty does not make one of the carriage return that Enter is.
    await at.keyboard.press('Control+j')
  }
  await expect(async () => {
    await keyboard(page, '')
    await expect(screen(page)).toContainText('login:', { timeout: 3000 })
  }).toPass({ timeout: 60_000 })
  await keyboard(page, 'root')
  await expect(screen(page)).toContainText('Password:')
  await keyboard(page, 'lab')
  await expect(screen(page)).toContainText('# ')
  await keyboard(page, 'echo $((6*7))@first')
  await expect(screen(page)).toContainText('42@first')

  const other = await (
    await browser.newContext({ baseURL: porthole.url, storageState: await page.context().storageState() })
  ).newPage()
  let guest: WebSocketRoute | null = null
  await other.routeWebSocket(new RegExp(serialPath), socket => {
    socket.connectToServer()
    guest = socket
  })
  await other.goto(`/vms/${id}/serial`)
  await expect(screen(other)).toContainText('42@first')
  await keyboard(other, 'echo $((7*7))@second')
  await expect(screen(other)).toContainText('49@second')
  await expect(screen(page)).toContainText('49@second')

  await test.step('escape sequences of a guest that means ill', async () => {
    await other.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await other.evaluate(() => navigator.clipboard.writeText('mine'))
    const title = await other.title()
    let opened = 0
    other.context().on('page', () => opened++)
    const hostile = [
      `\x1b]52;c;${Buffer.from('theirs').toString('base64')}\x07\x1b]0;theirs\x07\x1b]2;theirs\x07`,
      '\x1b]8;;http://evil.invalid/\x1b\\\x1b]8;;javascript:document.title=1\x1b\\',
      `\x1b[${';'.repeat(1_000_000)}m\x1b[${'9'.repeat(1_000_000)}C\x1bP${'q'.repeat(1_000_000)}\x1b\\\x1bc`,
      '\r\n100@after',
    ]
    for (const bytes of hostile) guest?.send(Buffer.from(bytes))
    await expect(screen(other)).toContainText('100@after')
    expect(await other.evaluate(() => navigator.clipboard.readText())).toBe('mine')
    expect([await other.title(), opened, await other.locator('a[href*=evil], a[href^=javascript]').count()]).toEqual([
      title,
      0,
      0,
    ])
  })

  await page.getByLabel('Search').fill('42@first')
  await page.getByLabel('Search').press('Enter')
  await expect
    .poll(() => page.evaluate(() => document.querySelectorAll('.xterm-selection div').length))
    .toBeGreaterThan(0)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download log' }).click(),
  ])
  expect(await readFile(await download.path(), 'utf8')).toContain('49@second')

  // Somebody who may only watch types nothing, whatever their page sends.
  const headers = { origin: porthole.url }
  const vic = { name: 'Vic', email: 'vic-lines@example.org', password: 'another long password' }
  await page.request.post('/api/v1/people', { data: { ...vic, role: 'viewer' }, headers })
  const his = await browser.newContext({ baseURL: porthole.url, storageState: nobody })
  await his.request.post('/api/v1/session', { data: { email: vic.email, password: vic.password }, headers })
  const watches = await his.newPage()
  await watches.goto(`/vms/${id}/serial`)
  await expect(screen(watches)).toContainText('49@second')
  await expect(watches.getByText('You may watch.')).toBeVisible()
  await keyboard(watches, 'echo $((8*8))@third')
  await keyboard(page, 'echo $((9*9))@fourth')
  await expect(screen(watches)).toContainText('81@fourth')
  await expect(screen(watches)).not.toContainText('third')

  await host.virsh('destroy', 'lines')
  await expect(page.getByText('VM is shut off')).toBeVisible()
  await host.virsh('start', 'lines')
  await expect(page.locator('[data-serial][data-phase=connected]')).toBeVisible({ timeout: 30_000 })
  await other.context().close()
  await his.close()
  await host.remove('lines')
})
