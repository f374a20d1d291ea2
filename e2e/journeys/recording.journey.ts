import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { makeAdministrator, nobody } from '../administrator.ts'
import { consoleCanvas } from '../console-picture.ts'
import { expect, test } from '../fixtures.ts'
import { keyBlockDomain } from '../lab/key-block.ts'

/** The colour of the block that the guest inverts at each key, as a canvas shows it. */
const block = (page: Page, canvas = consoleCanvas(page)) =>
  canvas.evaluate((element: HTMLCanvasElement) =>
    element.getContext('2d')?.getImageData(516, 388, 1, 1).data.slice(0, 3).join(),
  )

test('a console is recorded, everybody at it is told, the server dies, and what it saw plays as it was', async ({
  browser,
  host,
  ownPorthole,
}) => {
  const data = await mkdtemp(join(tmpdir(), 'porthole-'))
  const first = await ownPorthole({ libvirtUri: host.uri, data })
  await host.defineXml(keyBlockDomain('watched', host.files.keyBlock))
  await host.virsh('start', 'watched')
  const id = (await host.virsh('domuuid', 'watched')).trim()
  const context = await browser.newContext({ baseURL: first.url, storageState: nobody })
  await makeAdministrator(context, first)
  const page = await context.newPage()
  const headers = { origin: first.url }
  const vic = { email: 'vic@example.org', password: 'another long password' }
  await page.request.post('/api/v1/people', { data: { ...vic, name: 'Vic', role: 'operator' }, headers })
  const his = await browser.newContext({ baseURL: first.url, storageState: nobody })
  await his.request.post('/api/v1/session', { data: vic, headers })
  const other = await his.newPage()

  await page.request.put('/api/v1/settings', { data: { recordKeys: true }, headers })

  await page.goto(`/vms/${id}/console`)
  // The guest's screen is black until the first key: no picture to look for, but a connection.
  await expect(page.locator('[data-phase=connected]')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Record this console' }).click()
  await expect(page.getByText('Recorded', { exact: true })).toBeVisible()
  await other.goto(`/vms/${id}/console`)
  await expect(other.getByText('Recorded', { exact: true })).toBeVisible()
  await expect(other.getByRole('button', { name: 'Stop recording' })).toHaveCount(0)
  const { token } = await (
    await page.request.post(`/api/v1/vms/${id}/guest-links`, { data: { minutes: 5 }, headers })
  ).json()
  const guest = await (await browser.newContext({ baseURL: first.url, storageState: nobody })).newPage()
  await guest.goto(`/guest#${token}`)
  await guest.getByLabel('Your name').fill('Gil')
  await guest.getByRole('button', { name: 'Open the console' }).click()
  await expect(guest.getByText('Recorded', { exact: true })).toBeVisible()
  await guest.context().close()
  const dark = await block(page)
  await consoleCanvas(page).focus()
  await page.keyboard.press('a')
  await expect.poll(() => block(page)).not.toBe(dark)
  const light = await block(page)
  const size = async () => {
    const { recordings } = await (await page.request.get(`/api/v1/vms/${id}/recordings`)).json()
    return recordings[0].moving ?? recordings[0].bytes
  }
  const before = await size()
  await expect(async () => {
    await page.keyboard.press('a')
    await page.keyboard.press('b')
    expect(await size()).toBeGreaterThan(before)
  }).toPass()
  await expect.poll(() => block(page)).toBe(light)

  // Hidden from who stands by, and not from the recording.
  await page.getByRole('button', { name: 'Type text' }).click()
  await page.getByLabel('Hide what is typed here').check()
  await expect(page.getByText('This console is recorded with its keys')).toBeVisible()
  await page.getByLabel('Text to type into the guest').fill('xy')
  await page.getByLabel('Keyboard layout of the guest').selectOption('Danish')
  await page.route('**/_next/static/chunks/**', route => route.abort())
  await page.getByRole('button', { name: 'Type', exact: true }).click()
  await expect(page.getByText('The keyboard layout could not be loaded')).toBeVisible()
  await page.unroute('**/_next/static/chunks/**')
  await page.getByRole('button', { name: 'Type', exact: true }).click()
  await expect(page.getByText('2 characters typed')).toBeVisible()
  await expect.poll(() => block(page)).toBe(light)

  const [{ id: recording }] = (await (await page.request.get(`/api/v1/vms/${id}/recordings`)).json()).recordings
  for (const path of [`/vms/${id}/recordings`, `/recordings/${recording}`, `/recordings/${recording}/bytes`]) {
    expect([403, 404]).toContain((await other.request.get(`/api/v1${path}`)).status())
  }
  await other.goto(`/vms/${id}`)
  await expect(other.getByRole('link', { name: 'Timeline' }).first()).toBeVisible()
  await expect(other.getByRole('link', { name: 'Recordings' })).toHaveCount(0)
  await his.close()

  process.kill(first.pid, 'SIGKILL')
  await first.stop()
  const second = await ownPorthole({ libvirtUri: host.uri, data, listen: new URL(first.url).host })
  const keys = await page.request.get(`/api/v1/recordings/${recording}/keys`)
  expect(await keys.text()).toContain(`"keysym":${'x'.charCodeAt(0)}`)
  await page.goto(`/vms/${id}/recordings`)
  await expect(page.getByText('server ended without a word')).toBeVisible()
  await page.route('**/bytes?*', route => route.abort())
  await page.getByRole('link', { name: 'Play the recording of watched' }).click()
  const player = page.getByRole('region', { name: 'Recording of watched' })
  await expect(player.getByText('The recording could not be played.')).toBeVisible()
  await page.unroute('**/bytes?*')
  await player.getByRole('button', { name: 'Try again' }).click()
  await expect(player).toHaveAttribute('data-state', 'ready')
  const canvas = player.locator('canvas').first()
  const position = player.getByLabel('Position')
  await player.getByRole('button', { name: 'Pause' }).click()
  await position.press('Home')
  await expect.poll(() => block(page, canvas)).toBe(dark)
  await position.press('End')
  await expect.poll(() => block(page, canvas)).toBe(light)
  await position.press('Home')
  await expect.poll(() => block(page, canvas)).toBe(dark)
  await player.getByLabel('Speed').selectOption('16')
  await player.getByRole('button', { name: 'Play' }).click()
  await expect.poll(() => block(page, canvas)).toBe(light)
  await player.getByRole('button', { name: 'All recordings' }).click()
  await page.getByRole('button', { name: 'Delete the recording of watched' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete the recording' }).click()
  await expect(page.getByText('Nothing was recorded yet')).toBeVisible()
  await page.goto(`/vms/${id}/timeline`)
  for (const what of ['Record a console', 'Recording watched', 'Delete a recording']) {
    await expect(page.getByText(what).first()).toBeVisible()
  }
  await context.close()
  await second.stop()
  await rm(data, { recursive: true, force: true })
  await host.remove('watched')
})
