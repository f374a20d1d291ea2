import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { consolePath, eventsPath, rfbProtocol, ticketProtocol } from '@porthole/contract'
import { expect, test, vmRow } from '../fixtures.ts'
import { guestDomain } from '../lab/guest-domain.ts'

/** A web site of somebody else, on this machine: with the cookie's own host on another port, and with another host. */
async function startEvilSite() {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Evil</title>')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    pages: [`http://127.0.0.1:${port}/`, `http://evil.localhost:${port}/`],
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

interface Target {
  readonly url: string
  /** What a page of ours would post to force the VM off. */
  readonly act: string
  readonly sockets: readonly (readonly [path: string, protocols: readonly string[]])[]
}

/** Runs in the evil page: everything that a page can send anywhere with the visitor's cookies. What got through. */
const attack = async ({ url, act, sockets }: Target): Promise<string[]> => {
  const through: string[] = []
  const read = async (what: string, path: string, init: RequestInit) => {
    const reply = await fetch(url + path, { credentials: 'include', ...init }).catch(() => null)
    if (reply !== null && reply.type !== 'opaque') through.push(`${what}: ${await reply.text()}`)
  }
  for (const [path, protocols] of sockets) {
    const socket = new WebSocket(url.replace('http', 'ws') + path, [...protocols])
    const end = await new Promise(ended => {
      for (const event of ['open', 'error', 'close']) socket.addEventListener(event, () => ended(event))
    })
    if (end === 'open') through.push(`a socket at ${path}`)
  }
  const json = { 'content-type': 'application/json' }
  await read('the list of VMs', '/api/v1/vms', {})
  await read('JSON', act, { method: 'POST', headers: json, body: '{}' })
  await read('JSON called text', act, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' })
  await read('text without an answer', act, { method: 'POST', mode: 'no-cors', body: '{}' })
  await read('nothing without an answer', act, { method: 'POST', mode: 'no-cors' })
  await read('a deletion', '/api/v1/folders/none', { method: 'DELETE' })
  navigator.sendBeacon(url + act, new Blob(['{}'], { type: 'text/plain' }))

  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    const frame = document.createElement('iframe')
    frame.name = `frame-${type}`
    const form = document.createElement('form')
    Object.assign(form, { method: 'POST', action: url + act, enctype: type, target: frame.name })
    document.body.append(frame, form)
    await new Promise(loaded => {
      frame.addEventListener('load', loaded, { once: true })
      form.submit()
    })
  }
  return through
}

/** Whether a page of ours is shown inside of a page of theirs. */
async function isFramed(page: Page, url: string): Promise<boolean> {
  await page.evaluate(async src => {
    const frame = Object.assign(document.createElement('iframe'), { src, name: 'framed' })
    const loaded = new Promise(resolve => frame.addEventListener('load', resolve, { once: true }))
    document.body.append(frame)
    await loaded
  }, url)
  return (await page.frame({ name: 'framed' })?.locator('form, nav, main').count()) !== 0
}

test('a page of another origin gets nothing and changes nothing', async ({ page, host, porthole }) => {
  const id = await host.define('wanted')
  await host.virsh('start', 'wanted')
  await page.goto('/')
  await expect(vmRow(page, 'wanted').getByText('running')).toBeVisible()
  const evil = await startEvilSite()
  const act = `/api/v1/vms/${id}/force-off`
  const own = { headers: { origin: porthole.url } }
  const { ticket } = await (await page.request.post(`/api/v1/vms/${id}/console`, own)).json()
  const stolen = [rfbProtocol, ticketProtocol + ticket]

  const sockets = [[eventsPath, []] as const, [consolePath, stolen] as const]
  const target = { url: porthole.url, act, sockets }
  for (const site of evil.pages) {
    await page.goto(site)
    expect(await page.evaluate(attack, target), site).toEqual([])
    expect(await isFramed(page, porthole.url), site).toBe(false)
  }
  evil.stop()
  const state = (await host.virsh('domstate', 'wanted')).trim()
  expect(state).toBe('running')
  const written = await (await page.request.get(`/api/v1/audit?action=forceOffVm&vm=${id}`)).json()
  expect(written.entries).toEqual([])

  // The same from a page of ours goes through, ticket included: it was the origin that was refused.
  await page.goto('/')
  await expect(vmRow(page, 'wanted')).toBeVisible()
  const through = await page.evaluate(attack, { ...target, sockets })
  expect(through.join('\n')).toContain('wanted')
  expect(through.filter(what => what.startsWith('a socket'))).toEqual([
    `a socket at ${eventsPath}`,
    `a socket at ${consolePath}`,
  ])
  await host.remove('wanted')
})

test('what a VM calls itself is shown as text, and runs nothing', async ({ page, host, porthole }) => {
  const markup = '"><img src=x onerror=hacked=1><script>hacked=1<\u2215script>'
  const escaped = markup.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const id = crypto.randomUUID()
  await host.virsh('pool-create-as', 'attacked', 'dir', '--target', '/var/lib/libvirt/images/attacked', '--build')
  await host.virsh('vol-create-as', 'attacked', 'disk.qcow2', '8M', '--format', 'qcow2')
  const devices = `<disk type='volume'><driver name='qemu' type='qcow2'/><source pool='attacked' volume='disk.qcow2'/>
    <target dev='vda' bus='virtio'/></disk>`
  await host.defineXml(
    guestDomain({ name: 'NAME', uuid: id, ...host.files, devices }).replace(
      '<name>NAME</name>',
      `<name>${escaped}</name><title>${escaped}</title><description>${escaped}</description>`,
    ),
  )
  await host.virsh('snapshot-create-as', markup, markup, markup)
  const write = { headers: { origin: porthole.url } }
  const folder = await page.request.post('/api/v1/folders', { ...write, data: { name: 'a<b onload=x>', parent: null } })
  expect(folder.ok(), await folder.text()).toBe(true)
  await page.addInitScript(() => {
    Object.assign(window, { violations: [] })
    addEventListener('securitypolicyviolation', event => {
      ;(window as unknown as { violations: string[] }).violations.push(event.violatedDirective)
    })
  })
  const parts = ['', '/snapshots', '/xml', '/access', '/timeline'].map(part => `/vms/${id}${part}`)
  for (const path of ['/', ...parts, '/timeline']) {
    await page.goto(path)
    await expect(page.getByText(path.endsWith('/xml') ? '&lt;img' : markup).first(), path).toBeVisible()
    if (path.endsWith('/snapshots')) await expect(page.getByRole('rowheader').getByText(markup)).toHaveCount(2)
    const seen = await page.evaluate(() => {
      const { hacked, violations } = window as unknown as { hacked?: number; violations: string[] }
      return { hacked, violations, images: document.querySelectorAll('img[src=x]').length }
    })
    expect(seen, path).toEqual({ hacked: undefined, violations: [], images: 0 })
  }
  await host.remove(markup)
  await host.virsh('vol-delete', 'disk.qcow2', '--pool', 'attacked')
  await host.virsh('pool-destroy', 'attacked')
})
