import type { Page } from '@playwright/test'
import { nobody } from '../administrator.ts'
import { consoleCanvas } from '../console-picture.ts'
import { expect, test, vmRow } from '../fixtures.ts'
import { keyBlockDomain } from '../lab/key-block.ts'

const many = 24
const name = (n: number) => `wall-${String(n).padStart(2, '0')}`
const off = (n: number) =>
  `<domain type='qemu'><name>${name(n)}</name><memory unit='MiB'>32</memory><os><type arch='x86_64'>hvm</type></os></domain>`
const tile = (page: Page, n: number) => page.getByRole('gridcell').filter({ hasText: name(n) })
const picture = (page: Page, n: number) => page.getByRole('img', { name: `Screen of ${name(n)}` })

test('the wall asks for the pictures that are seen, goes by arrows, and selects as the table does', async ({
  page,
  browser,
  host,
  porthole,
}) => {
  for (let n = 1; n < many - 1; n++) await host.defineXml(off(n))
  await host.defineXml(keyBlockDomain(name(0), host.files.keyBlock))
  await host.define(name(many - 1))
  await host.virsh('start', name(0))
  await host.virsh('start', name(many - 1), '--paused')
  const asked: string[] = []
  const idOf = async (n: number) => (await host.virsh('domuuid', name(n))).trim()
  const [top, foot] = [await idOf(0), await idOf(many - 1)]
  page.on('request', request => /\/screen\?/.test(request.url()) && asked.push(request.url()))
  await page.goto('/?q=name:wall-')
  await expect(vmRow(page, name(0))).toBeVisible()
  await page.getByText('Wall', { exact: true }).click()
  await expect(page).toHaveURL(/look=wall/)
  await expect(picture(page, 0)).toBeVisible()
  await expect(tile(page, 1).getByText('shut off').first()).toBeVisible()

  await test.step('what is below the screen is not asked for until one goes there', async () => {
    expect(asked.some(url => url.includes(top))).toBe(true)
    expect(asked.some(url => url.includes(foot))).toBe(false)
    await tile(page, 0).focus()
    await page.keyboard.press('End')
    await expect(tile(page, many - 1)).toBeFocused()
    await expect(picture(page, many - 1)).toBeVisible()
    expect(asked.some(url => url.includes(foot))).toBe(true)
  })

  await test.step('three sizes; the choice comes back', async () => {
    await page.keyboard.press('Home')
    await expect(tile(page, 0)).toBeFocused()
    await page.getByRole('button', { name: 'View', exact: true }).click()
    await page.getByRole('menuitemradio', { name: 'Small' }).click()
    await expect(page).toHaveURL(/size=small/)
    await page.goto('/')
    await expect(page).toHaveURL(/look=wall&size=small/)
    await expect(picture(page, 0)).toBeVisible()
  })

  await test.step('arrows go by tiles, x selects, Enter opens the console', async () => {
    await tile(page, 0).focus()
    await page.keyboard.press('ArrowRight')
    await expect(tile(page, 1)).toBeFocused()
    await page.keyboard.press('x')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('X')
    await expect(page.getByText(/^\d+ VMs selected$/)).toBeVisible()
    await tile(page, 0).focus()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(new RegExp(`/vms/${top}/console`))
    await expect(consoleCanvas(page)).toBeVisible()
  })

  await test.step('a hidden tab asks for nothing', async () => {
    await page.clock.install()
    await page.goto('/')
    await expect(picture(page, 0)).toBeVisible()
    const show = (state: string) =>
      page.evaluate(state => {
        Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
      }, state)
    await show('hidden')
    const before = asked.length
    await page.clock.runFor(60_000)
    expect(asked.length).toBe(before)
    const again = page.waitForRequest(/\/screen\?/)
    await show('visible')
    await page.clock.runFor(10_000)
    await again
  })

  await test.step('who may not watch sees states, and asks for no picture', async () => {
    const headers = { origin: porthole.url }
    const role = { name: 'sees-only', permissions: ['host.see', 'vm.see'] }
    const made = await page.request.post('/api/v1/roles', { data: role, headers })
    const { id } = (await made.json()) as { id: string }
    const person = { email: 'wall@example.org', password: 'another long password' }
    const someone = { ...person, name: 'Wall', role: 'none' }
    const { id: who } = await (await page.request.post('/api/v1/people', { data: someone, headers })).json()
    const grant = { role: id, to: { kind: 'person', person: who }, on: { kind: 'everything' } }
    expect((await page.request.post('/api/v1/grants', { data: grant, headers })).status()).toBe(200)
    const context = await browser.newContext({ storageState: nobody, baseURL: porthole.url })
    await context.request.post('/api/v1/session', { data: person, headers })
    const theirs = await context.newPage()
    const wanted: string[] = []
    theirs.on('request', request => /\/screen\?/.test(request.url()) && wanted.push(request.url()))
    await theirs.goto('/?look=wall')
    await expect(tile(theirs, 0).getByText('You may not watch it.')).toBeVisible()
    expect(wanted).toEqual([])
    await context.close()
  })

  await test.step('on a phone: ticks when one wants to select, and all acts within reach', async () => {
    const context = await browser.newContext({
      ...{ storageState: await page.context().storageState(), baseURL: porthole.url },
      ...{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    })
    const phone = await context.newPage()
    await phone.goto('/?look=wall')
    await expect(picture(phone, 0)).toBeVisible()
    await expect(tile(phone, 1).getByRole('checkbox')).toBeHidden()
    await phone.getByRole('button', { name: 'Select', exact: true }).tap()
    await tile(phone, 1).getByRole('checkbox').tap()
    await phone.getByText('Table', { exact: true }).tap()
    await expect(vmRow(phone, name(1)).getByRole('checkbox')).toBeChecked()
    await vmRow(phone, name(2)).getByRole('checkbox').tap()
    await phone.getByRole('toolbar').getByRole('button', { name: 'Start', exact: true }).tap()
    await expect(phone.getByRole('dialog').getByText('All 2 can.')).toBeVisible()
    await phone.getByRole('dialog').getByRole('button', { name: 'Cancel' }).tap()
    await phone.getByRole('button', { name: 'Done' }).tap()
    await expect(phone.getByRole('toolbar')).toBeHidden()
    await context.close()
  })
  for (let n = 0; n < many; n++) await host.remove(name(n))
})
