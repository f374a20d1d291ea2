import { administrator, nobody } from '../administrator.ts'
import { consoleCanvas, expectPicture, typeAndSee } from '../console-picture.ts'
import { act, expect, expectAgent, expectState, test, vmRow } from '../fixtures.ts'

test('the first window: set up, sign in, start a VM, work at its screen, shut it down', async ({
  browser,
  host,
  ownPorthole,
}) => {
  test.setTimeout(240_000)
  await host.define('demo')
  const porthole = await ownPorthole({ libvirtUri: host.uri })
  const context = await browser.newContext({ storageState: nobody, baseURL: porthole.url })
  const page = await context.newPage()

  await test.step('the one-time link makes the first administrator', async () => {
    await page.goto(porthole.setupLink ?? '')
    await page.getByLabel('Your name').fill(administrator.name)
    await page.getByLabel('E-mail address').fill(administrator.email)
    await page.getByLabel('Password', { exact: true }).fill('too short')
    await page.getByRole('button', { name: 'Create administrator' }).click()
    await expect(page.getByText('A password has at least 12 characters.')).toBeVisible()
    await page.getByLabel('Password', { exact: true }).fill(administrator.password)
    await page.getByRole('button', { name: 'Create administrator' }).click()
    await expect(vmRow(page, 'demo')).toBeVisible()
  })

  await test.step('it works once', async () => {
    const other = await (await browser.newContext({ storageState: nobody })).newPage()
    await other.goto(porthole.setupLink ?? '')
    await expect(other.getByText('Porthole is set up already.')).toBeVisible()
    await other.context().close()
  })

  await test.step('no field stands there before the code that reads it, or what is entered meanwhile would be lost', async () => {
    for (const door of ['/sign-in', '/setup', '/invitation', '/guest']) {
      expect(await (await context.request.get(door)).text(), door).not.toContain('<input')
    }
  })

  await test.step('sign out, a wrong password, sign in', async () => {
    await page.getByRole('button', { name: `You: ${administrator.name}` }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByLabel('E-mail address').fill(administrator.email)
    await page.getByLabel('Password', { exact: true }).fill('not the password at all')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('E-mail address or password is wrong.')).toBeVisible()
    await page.getByLabel('Password', { exact: true }).fill(administrator.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expectState(page, 'demo', 'shut off')
  })

  await test.step('start it and see its screen in the table', async () => {
    await vmRow(page, 'demo').getByRole('button', { name: 'Start' }).click()
    await expectState(page, 'demo', 'running')
    await expect(vmRow(page, 'demo').getByRole('img', { name: 'Screen of demo' })).toBeVisible({ timeout: 30_000 })
  })

  await test.step('its console shows the picture', async () => {
    await vmRow(page, 'demo').getByRole('link', { name: 'Console' }).click()
    await expectPicture(page)
  })

  await test.step('a command typed there takes effect in the guest', async () => {
    await expectAgent(host, 'demo')
    await consoleCanvas(page).click()
    // Login drops what was typed before it asked for the password, which a slow guest does late: then once more.
    await expect(async () => {
      await typeAndSee(page, 'root')
      await typeAndSee(page, 'lab')
      await typeAndSee(page, 'echo By-Hand_42 > /run/proof')
      await expect
        .poll(() => readGuestFile(host, '/run/proof').catch(() => null), { timeout: 10_000 })
        .toBe('By-Hand_42\n')
    }).toPass({ timeout: 90_000 })
  })

  await test.step('the mouse reaches the guest', async () => {
    const tablet = '/dev/input/$(grep -A5 Tablet /proc/bus/input/devices | grep -o "event[0-9]*")'
    const arg = ['-c', `timeout 30 dd if=${tablet} bs=24 count=1 2>/dev/null | wc -c`]
    const run = { path: '/bin/sh', arg, 'capture-output': true }
    const { pid } = (await host.agent('demo', 'guest-exec', run)) as { pid: number }
    const read = async () => (await host.agent('demo', 'guest-exec-status', { pid })) as { 'out-data'?: string }
    const { x, y } = (await consoleCanvas(page).boundingBox()) ?? { x: 0, y: 0 }
    let moved = 0
    await expect
      .poll(async () => {
        await page.mouse.move(x + 100 + (moved++ % 50), y + 100)
        return Buffer.from((await read())['out-data'] ?? '', 'base64').toString()
      })
      .toBe('24\n')
  })

  await test.step('shut it down; the table says so', async () => {
    await page.getByRole('link', { name: 'Porthole' }).first().click()
    await act(page, 'demo', 'Shut down')
    await expectState(page, 'demo', 'shut off')
    expect(await host.virsh('domstate', 'demo')).toBe('shut off')
  })

  await context.close()
  await host.remove('demo')
})

async function readGuestFile(
  host: { agent(name: string, command: string, args?: object): Promise<unknown> },
  path: string,
) {
  const handle = await host.agent('demo', 'guest-file-open', { path, mode: 'r' })
  const read = (await host.agent('demo', 'guest-file-read', { handle })) as { 'buf-b64': string }
  await host.agent('demo', 'guest-file-close', { handle })
  return Buffer.from(read['buf-b64'], 'base64').toString()
}
