import { expect, test } from '../fixtures.ts'

test('a VM that does not exist is said to be gone, on its page and over REST', async ({ page, porthole }) => {
  const id = '00000000-0000-4000-8000-000000000000'
  await page.goto(`/vms/${id}`)
  await expect(page.getByText('This VM is gone')).toBeVisible()
  const reply = await page.request.get(`${porthole.url}/api/v1/vms/${id}`)
  expect(reply.status()).toBe(404)
  expect(await reply.json()).toMatchObject({ code: 'NOT_FOUND' })
})

test('an address that is nothing says so', async ({ page }) => {
  await page.goto('/no/such/page')
  await expect(page.getByText('There is nothing at this address')).toBeVisible()
})

test('another origin gets nowhere', async ({ page, porthole }) => {
  const reply = await page.request.post(`${porthole.url}/api/v1/hosts`, {
    data: { name: 'x', uri: 'test:///default' },
    headers: { origin: 'http://evil.example' },
  })
  expect(reply.status()).toBe(403)
  expect(await reply.json()).toMatchObject({ code: 'FOREIGN_ORIGIN' })
})

test('a host that Porthole can not reach honestly is refused with a sentence', async ({ page, porthole }) => {
  const reply = await page.request.post(`${porthole.url}/api/v1/hosts`, {
    data: { name: 'far', uri: 'qemu+ssh://far/system?command=/bin/sh' },
    headers: { origin: porthole.url },
  })
  expect(reply.status()).toBe(400)
  expect((await reply.json()).message).toMatch(/\.$/)
})
