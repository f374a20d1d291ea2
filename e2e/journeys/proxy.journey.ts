import { administrator, nobody } from '../administrator.ts'
import { consoleCanvas } from '../console-picture.ts'
import { expect, test, vmRow } from '../fixtures.ts'
import { freePort } from '../lab/free-port.ts'
import { keyBlockDomain } from '../lab/key-block.ts'
import { startNginx } from '../lab/nginx.ts'

test('below a path of an nginx with TLS: pages, events, console, cookie and sign-out, and nothing beside the path', async ({
  browser,
  host,
  ownPorthole,
}) => {
  const [port, upstream] = [await freePort(), await freePort()]
  const base = `https://127.0.0.1:${port}/porthole`
  const porthole = await ownPorthole({
    libvirtUri: host.uri,
    listen: `127.0.0.1:${upstream}`,
    environment: { PORTHOLE_URL: base, PORTHOLE_TRUSTED_PROXIES: '127.0.0.1' },
  })
  const stopNginx = await startNginx({ port, upstream })
  await host.defineXml(keyBlockDomain('proxied', host.files.keyBlock))
  const context = await browser.newContext({ storageState: nobody, ignoreHTTPSErrors: true })
  const page = await context.newPage()
  const asked: string[] = []
  const complaints: string[] = []
  page.on('request', request => asked.push(request.url()))
  page.on('websocket', socket => asked.push(socket.url().replace('wss:', 'https:')))
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))

  expect(porthole.setupLink).toContain(`${base}/setup#`)
  await page.goto(porthole.setupLink ?? '')
  await page.getByLabel('Your name').fill(administrator.name)
  await page.getByLabel('E-mail').fill(administrator.email)
  await page.getByLabel('Password', { exact: true }).fill(administrator.password)
  await page.getByRole('button', { name: 'Create administrator' }).click()
  await expect(vmRow(page, 'proxied')).toBeVisible()
  expect(new URL(page.url()).pathname).toMatch(/^\/porthole\/?$/)

  // The event socket tells of what somebody else does.
  await host.virsh('start', 'proxied')
  await expect(vmRow(page, 'proxied').getByText('running', { exact: true })).toBeVisible({ timeout: 30_000 })
  await page.getByRole('link', { name: 'proxied', exact: true }).first().click()
  await page.getByRole('navigation').getByRole('link', { name: 'Console', exact: true }).click()
  await expect(page.locator('[data-phase=connected]')).toBeVisible({ timeout: 30_000 })
  expect(new URL(page.url()).pathname).toMatch(/^\/porthole\/vms\/[\da-f-]+\/console$/)
  const block = () =>
    consoleCanvas(page).evaluate((canvas: HTMLCanvasElement) =>
      canvas.getContext('2d')?.getImageData(516, 388, 1, 1).data.slice(0, 3).join(),
    )
  const before = await block()
  await consoleCanvas(page).focus()
  await page.keyboard.press('a')
  await expect.poll(block).not.toBe(before)

  // An address that was sent to somebody works from the start.
  await page.reload()
  await expect(page.locator('[data-phase=connected]')).toBeVisible({ timeout: 30_000 })
  expect(await context.cookies()).toMatchObject([
    { name: '__Secure-porthole', path: '/porthole', secure: true, httpOnly: true, sameSite: 'Lax' },
  ])
  await page.goto(`${base}/timeline`)
  await expect(page.getByRole('heading', { name: 'Timeline' })).toBeVisible()
  await page.getByRole('button', { name: administrator.name }).first().click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
  expect(new URL(page.url()).pathname).toBe('/porthole/sign-in')

  expect(
    asked.filter(url => !/^(data|blob):/.test(url) && !/^\/porthole(\/|\.txt$|$)/.test(new URL(url).pathname)),
  ).toEqual([])
  expect(complaints.filter(text => !text.includes('401'))).toEqual([])
  await context.close()
  await stopNginx()
  await host.remove('proxied')
})
