import type { Locator, Page } from '@playwright/test'
import { violations } from '../axe.ts'
import { expect, test, vmRow } from '../fixtures.ts'
import { keyBlockDomain } from '../lab/key-block.ts'

const cell = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const canvas = (of: Locator) => of.locator('canvas').filter({ visible: true }).first()

/** The colour of the block that the guest inverts at each key. */
const block = (of: Locator) =>
  canvas(of).evaluate((canvas: HTMLCanvasElement) =>
    canvas.getContext('2d')?.getImageData(516, 388, 1, 1).data.slice(0, 3).join(),
  )

test('several consoles in one window: one has the keyboard, and Ctrl+Alt moves it', async ({ page, host }) => {
  const names = ['grid-a', 'grid-b', 'grid-off']
  // One disk for all of them: nobody writes to it.
  const shared = (name: string) => keyBlockDomain(name, host.files.keyBlock).replace('<target', '<shareable/><target')
  for (const name of names) await host.defineXml(shared(name))
  for (const name of names.slice(0, 2)) await host.virsh('start', name)
  /** What was sent on each console's socket, by when it was opened. */
  const sent: Buffer[][] = []
  page.on('websocket', socket => {
    if (!socket.url().includes('console')) return
    const frames: Buffer[] = []
    sent.push(frames)
    socket.on('framesent', ({ payload }) => frames.push(Buffer.from(payload)))
  })

  await page.goto('/?q=name:grid-')
  for (const name of names) await vmRow(page, name).getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Open consoles' }).click()
  await expect(page.getByRole('heading', { name: '3 consoles' })).toBeVisible()
  const [a, b, off] = [cell(page, 'grid-a'), cell(page, 'grid-b'), cell(page, 'grid-off')]
  for (const each of [a, b]) await expect(each).toHaveAttribute('data-phase', 'connected', { timeout: 30_000 })
  await expect(off.getByText('VM is shut off')).toBeVisible()
  expect(sent).toHaveLength(2)

  await test.step('keys go to the one that is marked', async () => {
    await expect(a.getByText('Typing here')).toBeVisible()
    await expect.poll(() => block(a)).toBeDefined()
    await page.keyboard.press('a')
    const pressed = (await block(b)) as string
    await expect.poll(() => block(a)).not.toBe(pressed)
    await page.keyboard.press('Control+Alt+2')
    await expect(b.getByText('Typing here')).toBeVisible()
    await expect(a.getByText('Typing here')).toHaveCount(0)
    const [inA, inB] = [await block(a), await block(b)]
    await page.keyboard.press('a')
    await expect.poll(() => block(b)).not.toBe(inB)
    expect(await block(a)).toBe(inA)
    await page.keyboard.press('Control+Alt+ArrowLeft')
    await expect(a.getByText('Typing here')).toBeVisible()
    // The guest that lost the keyboard has Ctrl no longer: QEMU's key event, up, XK_Control_L.
    const controlUp = Buffer.from([255, 0, 0, 0, 0, 0, 0xff, 0xe3])
    for (const frames of sent) expect(Buffer.concat(frames).includes(controlUp)).toBe(true)
  })

  await test.step('one fills the window, with all its tools, and goes back; another is closed', async () => {
    await b.getByRole('button', { name: 'Enlarge grid-b' }).click()
    await expect(a).toBeHidden()
    await expect(b.getByRole('toolbar', { name: 'Console' })).toBeVisible()
    await b.getByRole('button', { name: 'Back to all consoles' }).click()
    await expect(a).toBeVisible()
    await a.getByRole('button', { name: 'Close the console of grid-a' }).click()
    await expect(page.getByRole('heading', { name: '2 consoles' })).toBeVisible()
    await expect(a).toHaveCount(0)
  })

  await test.step('a VM that is not there for this person says so; all is well for who hears it', async () => {
    await page.goto(`${new URL(page.url()).pathname}${new URL(page.url()).search}&vm=${crypto.randomUUID()}`)
    await expect(page.getByText('It is gone, or you may not see it.')).toBeVisible()
    await expect(b).toHaveAttribute('data-phase', 'connected', { timeout: 30_000 })
    expect(await violations(page)).toEqual([])
  })

  await test.step('on a phone they stand one below the other, and only what is seen is connected', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    const [over, under] = [await b.boundingBox(), await off.boundingBox()]
    expect(under?.y).toBeGreaterThanOrEqual((over?.y ?? 0) + (over?.height ?? 0))
    expect(over?.width).toBeGreaterThan(380)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  })
  for (const name of names) await host.remove(name)
})
