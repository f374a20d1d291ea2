import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { keepHeartbeat } from './heartbeat.ts'

// Time is the test's own, the sockets are real.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }))
afterEach(() => void vi.useRealTimers())

/** A browser that reads nothing, and for whom more waits than the system takes: always a piece, as in a console's pipe. */
async function slowBrowser() {
  const server = createServer()
  const webSockets = new WebSocketServer({ server, perMessageDeflate: false })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const connected = once(webSockets, 'connection')
  const reader = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const [webSocket, { socket }] = (await connected) as [WebSocket, { socket: Socket }]
  await once(reader, 'open')
  reader.pause()
  const silence = keepHeartbeat(webSocket, socket)
  const block = Buffer.alloc(1024 * 1024)
  let taken = 0
  const pour = () =>
    webSocket.readyState === WebSocket.OPEN &&
    webSocket.send(block, () => {
      taken++
      pour()
    })
  pour()
  // The system takes some of it.
  for (let before = -1; before !== taken; ) {
    before = taken
    for (let turn = 0; turn < 500; turn++) await new Promise(setImmediate)
  }
  return {
    ...{ webSocket, reader, silence },
    taken: () => taken,
    close() {
      reader.terminate()
      server.close()
      server.closeAllConnections()
    },
  }
}

it('counts the silence of a browser that takes nothing of what waits for it, and does not end it for that', async () => {
  const { webSocket, silence, close } = await slowBrowser()
  silence()
  vi.advanceTimersByTime(60_000)
  expect(silence()).toBe(60_000)
  expect(webSocket.readyState).toBe(WebSocket.OPEN)
  close()
})

it('hears of a slow browser that it takes what waits', async () => {
  const { reader, silence, taken, close } = await slowBrowser()
  silence()
  vi.advanceTimersByTime(60_000)
  const before = taken()
  reader.resume()
  await expect.poll(taken).toBeGreaterThan(before)
  expect(silence()).toBe(0)
  close()
})
