import type { Page } from '@playwright/test'
import { consolePath, rfbProtocol, ticketProtocol } from '@porthole/contract'
import { consoleCanvas } from '../console-picture.ts'
import { expect, test } from '../fixtures.ts'
import { keyBlockDomain } from '../lab/key-block.ts'
import { newcomer } from '../newcomer.ts'

/** The colour of the block that the guest inverts at each key, as the page shows it. */
const block = (page: Page) =>
  consoleCanvas(page).evaluate((canvas: HTMLCanvasElement) =>
    canvas.getContext('2d')?.getImageData(516, 388, 1, 1).data.slice(0, 3).join(),
  )

/** Presses a key in the picture and waits until every one of the pages shows what came of it. */
async function expectKey(at: Page, pages: readonly Page[]): Promise<void> {
  const before = await block(at)
  await consoleCanvas(at).focus()
  await at.keyboard.press('a')
  for (const page of pages) await expect.poll(() => block(page)).not.toBe(before)
}

/** Speaks RFB by hand, as no page of ours would: presses and lets go of a key, and gives how the socket fared. */
async function forgeKeys(page: Page, id: string): Promise<string> {
  const url = new URL(consolePath, page.url()).href.replace('http', 'ws')
  return await page.evaluate(
    async ({ url, id, rfbProtocol, ticketProtocol }) => {
      const reply = await fetch(`/api/v1/vms/${id}/console`, { method: 'POST' })
      const { ticket } = (await reply.json()) as { ticket: string }
      const socket = new WebSocket(url, [rfbProtocol, ticketProtocol + ticket])
      socket.binaryType = 'arraybuffer'
      const heard: string[] = []
      let bytes = 0
      /** Version, one security type, result. */
      const greeted = 18
      return await new Promise<string>(resolve => {
        socket.onclose = ({ code }) => resolve(`closed ${code}`)
        socket.onmessage = ({ data }) => {
          if (typeof data === 'string') heard.push(JSON.parse(data).type)
          else {
            // The server's half of the handshake comes first, and at once.
            if (bytes === 0) socket.send(new TextEncoder().encode('RFB 003.008\n\x01\x01'))
            bytes += (data as ArrayBuffer).byteLength
          }
          if (heard.length !== 1 || bytes <= greeted) return
          for (let i = 0; i < 5; i++) {
            socket.send(new Uint8Array([4, 1, 0, 0, 0, 0, 0, 0x66, 4, 0, 0, 0, 0, 0, 0, 0x66]))
            socket.send(new Uint8Array([255, 0, 0, 1, 0, 0, 0, 0x66, 0, 0, 0, 0x21]))
            socket.send(new Uint8Array([255, 0, 0, 0, 0, 0, 0, 0x66, 0, 0, 0, 0x21]))
          }
          socket.send(JSON.stringify({ type: 'take' }))
          socket.send(new Uint8Array([4, 1, 0, 0, 0, 0, 0, 0x66, 4, 0, 0, 0, 0, 0, 0, 0x66]))
          // It passes every byte in order: once the answer to this is here, it has dealt with those before.
          socket.send(new Uint8Array([3, 0, 0, 0, 0, 0, 0, 16, 0, 16]))
          const had = bytes
          const timer = setInterval(() => {
            if (bytes === had) return
            clearInterval(timer)
            resolve('ignored')
            socket.close()
          }, 20)
        }
      })
    },
    { url, id, rfbProtocol, ticketProtocol },
  )
}

test('two at one console: who watches sees all and types nothing; control is asked for, given, taken and freed', async ({
  page,
  browser,
  host,
  porthole,
}) => {
  await host.defineXml(keyBlockDomain('shared', host.files.keyBlock))
  await host.virsh('start', 'shared')
  const id = (await host.virsh('domuuid', 'shared')).trim()
  const cora = await newcomer(page, browser, porthole, 'Cora', 'console-user')
  const vic = await newcomer(page, browser, porthole, 'Vic', 'viewer')
  await page.addInitScript(() => {
    const opened: WebSocket[] = []
    Object.assign(window, { opened })
    window.WebSocket = new Proxy(WebSocket, {
      construct(Plain, args: ConstructorParameters<typeof WebSocket>) {
        const socket = new Plain(...args)
        opened.push(socket)
        return socket
      },
    })
  })
  for (const each of [page, cora, vic]) {
    await each.goto(`/vms/${id}/console`)
    // The guest's screen is black until the first key: no picture to look for, but a connection.
    await expect(each.locator('[data-phase=connected]')).toBeVisible({ timeout: 30_000 })
  }

  await expectKey(page, [page, cora, vic])
  await expect(page.getByRole('button', { name: 'Here: you, Cora, Vic' })).toBeVisible()
  await expect(vic.getByText('Ann Operator controls')).toBeVisible()
  await expect(vic.getByText('You may watch')).toBeVisible()

  // What the page does not send is no protection: this is sent by hand.
  const before = await block(page)
  expect(await forgeKeys(vic, id)).toBe('ignored')
  expect(await forgeKeys(cora, id)).toBe('ignored')
  expect(await block(page)).toBe(before)

  // The way breaks and the server does not hear of it: the old connection is open there and controls. Who comes again does.
  await page.evaluate(path => {
    const { opened } = window as unknown as { opened: WebSocket[] }
    const socket = opened.findLast(({ url }) => url.includes(path))
    if (socket) socket.close = () => {}
    socket?.dispatchEvent(new CloseEvent('close', { code: 1006 }))
  }, consolePath)
  await expect(page.getByRole('button', { name: 'Here: you, you, Cora, Vic' })).toBeVisible()
  await expect(cora.getByText('Ann Operator controls')).toBeVisible()
  await expectKey(page, [page, cora, vic])

  await cora.getByRole('button', { name: 'Ask for control' }).click()
  await expect(page.getByText('Cora asks for control.')).toBeVisible()
  await page.getByRole('button', { name: 'Not now' }).click()
  await expect(cora.getByText('Ann Operator keeps control.')).toBeVisible()
  await cora.getByRole('button', { name: 'Ask for control' }).click()
  await page.getByRole('button', { name: 'Give control', exact: true }).click()
  await expect(page.getByText('Cora controls')).toBeVisible()
  await expectKey(cora, [page, cora, vic])

  await page.getByRole('button', { name: /^Here: you/ }).click()
  await page.getByRole('menuitem', { name: 'Take control' }).click()
  await expect(cora.getByText('Ann Operator took control.')).toBeVisible()
  await expectKey(page, [page, cora])

  await page.goto('/')
  await expect(cora.getByText('Nobody controls')).toBeVisible()
  await cora.getByRole('button', { name: 'Take control' }).click()
  await expect(vic.getByText('Cora controls')).toBeVisible()
  await expectKey(cora, [cora, vic])

  const { entries } = (await (await page.request.get(`/api/v1/audit?vm=${id}`)).json()) as {
    entries: { action: string; args: object }[]
  }
  expect(entries.filter(({ action }) => action.startsWith('consoleControl'))).toEqual([
    expect.objectContaining({ action: 'consoleControlTaken', args: { person: 'Cora' } }),
    expect.objectContaining({ action: 'consoleControlGiven', args: { person: 'Cora' } }),
  ])
  await cora.context().close()
  await vic.context().close()
  await host.remove('shared')
})
