import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { nobody } from '../administrator.ts'
import { expectPicture } from '../console-picture.ts'
import { expect, test, vmRow } from '../fixtures.ts'

const shapes = [
  { name: 'a desk', viewport: { width: 1280, height: 800 } },
  { name: 'a phone', viewport: { width: 390, height: 844 } },
] as const

for (const colorScheme of ['dark', 'light'] as const) {
  for (const { name, viewport } of shapes) {
    test(`axe finds nothing serious on ${name}, ${colorScheme}`, async ({
      browser,
      page,
      host,
      porthole,
      signedIn,
    }) => {
      const id = await host.define('seen')
      await host.virsh('start', 'seen')
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize(viewport)
      const complaints: string[] = []
      page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
      page.on('pageerror', error => complaints.push(String(error)))

      await page.goto('/')
      await expect(vmRow(page, 'seen')).toBeVisible()
      await expectClean(page, 'the fleet')
      for (const path of ['', '/timeline', '/xml']) {
        await page.goto(`/vms/${id}${path}`)
        await expect(page.getByRole('heading', { name: 'seen' })).toBeVisible()
        await expectClean(page, `the VM's page ${path}`)
      }
      await page.goto('/timeline')
      await page.getByRole('table').getByRole('button').first().click()
      await expectClean(page, 'the timeline')
      await page.goto('/settings')
      await expect(page.getByLabel('Days')).toHaveValue('365')
      await expectClean(page, 'the settings')
      await page.goto(`/vms/${id}/console`)
      await expectPicture(page)
      await expectClean(page, 'its console')
      for (const path of ['/access', '/access/people', '/access/roles', `/vms/${id}/access`, '/account']) {
        await page.goto(path)
        await expect(page.getByRole('heading').first()).toBeVisible()
        await expectClean(page, path)
      }
      await page.goto('/settings')
      await page.getByRole('button', { name: 'Add a group' }).click()
      await expectClean(page, 'the settings')
      await page.goto('/vms/new')
      await expect(page.getByRole('button', { name: 'Create and start' })).toBeVisible()
      await expectClean(page, 'the new VM')
      await page.goto('/hosts/new')
      await expect(page.getByText(/authorized_keys/)).toBeVisible()
      await expectClean(page, 'the new host')
      await page.getByRole('button', { name: 'Test connection' }).click()
      await expect(page.getByText('Give the name or address of the host.')).toBeVisible()
      await page.goto('/')
      await page.getByRole('rowgroup').getByRole('heading').getByRole('link').click()
      await expect(page.getByText(/^node 0: /)).toBeVisible()
      await expectClean(page, 'the host')
      expect(complaints).toEqual([])

      const context = await browser.newContext({
        storageState: nobody,
        colorScheme,
        viewport,
        baseURL: porthole.url,
      })
      const stranger = await context.newPage()
      for (const path of ['/sign-in', '/setup']) {
        await stranger.goto(path)
        await expect(stranger.getByRole('heading').first()).toBeVisible()
        await expectClean(stranger, path)
      }
      await context.close()
      expect(signedIn.cookies.length).toBeGreaterThan(0)
      await host.remove('seen')
    })
  }
}

async function expectClean(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`)
  expect(serious, what).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow, `${what} scrolls sideways by so many pixels`).toBeLessThanOrEqual(0)
}
