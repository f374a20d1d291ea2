import type { Page } from '@playwright/test'
import { consoleCanvas, expectPicture } from '../console-picture.ts'
import { expect, expectAgent, test } from '../fixtures.ts'
import type { Host } from '../host.ts'

const ascii = String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i))
const secret = 'Tr0ub4dor&3~{never}'
const many = 'a'.repeat(2000)

/** What a file in the guest holds; null while there is none. */
async function fileIn(host: Host, name: string, path: string): Promise<string | null> {
  const handle = await host.agent(name, 'guest-file-open', { path, mode: 'r' }).catch(() => null)
  if (handle === null) return null
  const { 'buf-b64': bytes } = (await host.agent(name, 'guest-file-read', { handle })) as { 'buf-b64': string }
  await host.agent(name, 'guest-file-close', { handle })
  return Buffer.from(bytes, 'base64').toString()
}

async function type(page: Page, text: string): Promise<void> {
  await page.getByLabel('Text to type into the guest').fill(text)
  await page.getByRole('button', { name: 'Type', exact: true }).click()
  await expect(page.getByText(/characters? typed$/)).toBeVisible({ timeout: 60_000 })
}

test('a text is typed into a guest and arrives exactly; a secret is nowhere seen; it can be stopped', async ({
  page,
  host,
  porthole,
}) => {
  const id = await host.define('typist')
  await host.virsh('start', 'typist')
  await page.goto(`/vms/${id}/console`)
  await expectAgent(host, 'typist')
  await expectPicture(page)

  // Somebody reads in the guest what its second screen's keyboard says, and our keys lead there.
  const reader = { path: '/bin/sh', arg: ['-c', 'exec cat < /dev/tty2 > /tmp/typed'] }
  await host.agent('typist', 'guest-exec', reader)
  await expect.poll(() => fileIn(host, 'typist', '/tmp/typed')).toBe('')
  const picture = () => consoleCanvas(page).evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())
  const first = await picture()
  await page.getByRole('button', { name: 'Keys', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Own combination…' }).click()
  await page.getByRole('textbox', { name: 'Keys' }).fill('ctrl+alt+f13')
  await page.getByRole('button', { name: 'Press' }).click()
  await expect(page.getByText('Name keys with + in between')).toBeVisible()
  await page.getByRole('textbox', { name: 'Keys' }).fill('ctrl+alt+f2')
  await page.getByRole('button', { name: 'Press' }).click()
  await expect.poll(picture).not.toBe(first)

  await page.getByRole('button', { name: 'Type text' }).click()
  await page.getByLabel('Keyboard layout of the guest').selectOption('US')
  await type(page, `${ascii}\n`)
  await expect.poll(() => fileIn(host, 'typist', '/tmp/typed'), { timeout: 30_000 }).toBe(`${ascii}\n`)

  await page.getByLabel('Hide what is typed here').check()
  await page.getByLabel('Press Enter at the end').check()
  await expect(page.getByLabel('Text to type into the guest')).toHaveAttribute('type', 'password')
  await type(page, secret)
  await expect(page.getByLabel('Text to type into the guest')).toHaveValue('')
  const both = `${ascii}\n${secret}\n`
  await expect.poll(() => fileIn(host, 'typist', '/tmp/typed'), { timeout: 30_000 }).toBe(both)
  const audit = await (await page.request.get(`/api/v1/audit?vm=${id}`)).text()
  expect(audit).toContain('consoleOpened')
  for (const written of [audit, porthole.output.join('\n'), await page.content()]) expect(written).not.toContain(secret)

  await page.getByLabel('Hide what is typed here').uncheck()
  await page.getByLabel('Text to type into the guest').fill('ä')
  await page.getByRole('button', { name: 'Type', exact: true }).click()
  await expect(page.getByText('A keyboard of this layout does not have: ä')).toBeVisible()
  await page.getByLabel('Text to type into the guest').fill(many)
  await page.getByRole('button', { name: 'Type', exact: true }).click()
  await expect(page.getByText(/^[1-9]\d* of 2001$/)).toBeVisible()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText(/^Stopped after \d+ of 2001$/)).toBeVisible()
  await host.remove('typist')
})
