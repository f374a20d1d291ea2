// Row 41 of docs/security.md: whoever sends slowly, or not at all, takes nothing from those who do.
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { emptyDatabases, usualDialect } from '../../test/databases.ts'
import { type Browser, type RunningServer, runServer, setUp } from '../../test/running-server.ts'
import { makeServer } from './make-server.ts'

const slow = 2000
const databases = emptyDatabases(usualDialect)
let server: RunningServer
let admin: Browser
beforeAll(async () => {
  server = await runServer(await databases.place())
  admin = await setUp(server)
})
afterAll(() => server.stop())

/** Begins a request and never ends it. */
function dawdle(text: string, url = server.url): { socket: Socket; said: () => string; closed: Promise<void> } {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  let said = ''
  socket.on('data', chunk => {
    said += chunk
  })
  socket.on('error', () => {})
  socket.write(text)
  return { socket, said: () => said, closed: new Promise(closed => socket.once('close', () => closed())) }
}

it('serves others while 2,000 never finish their request, and closes these', { timeout: 60_000 }, async () => {
  const began = performance.now()
  const many = Array.from({ length: slow }, () => dawdle('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '))
  // A byte now and then does not make a request any quicker.
  const drip = setInterval(() => {
    for (const { socket } of many) socket.write('a')
  }, 3000)
  try {
    for (let n = 0; n < 20; n++) expect((await admin.send('GET', '/hosts')).status).toBe(200)
    expect(many.filter(({ socket }) => socket.closed).length).toBe(0)
    await Promise.all(many.map(({ closed }) => closed))
  } finally {
    clearInterval(drip)
  }
  expect(performance.now() - began).toBeLessThan(25_000)
  expect(new Set(many.map(({ said }) => said().split('\r\n')[0]))).toEqual(new Set(['HTTP/1.1 408 Request Timeout']))
  expect((await admin.send('GET', '/hosts')).status).toBe(200)
})

it('gives a request 30 s to come whole, headers and body', () => {
  const { requestTimeout, headersTimeout } = server.server.server
  expect({ requestTimeout, headersTimeout }).toEqual({ requestTimeout: 30_000, headersTimeout: 10_000 })
})

it('gives up a body that does not come in that time, a byte now and then or not', async () => {
  const hasty = makeServer(server.core, { requestTimeout: 400, headersTimeout: 300, connectionsCheckingInterval: 50 })
  hasty.post('/', async ({ body }) => body)
  await hasty.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${(hasty.server.address() as AddressInfo).port}`
  const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n'
  const whole = dawdle(`${head}{"a":"b"}`, url)
  const slow = dawdle(`${head}{"a"`, url)
  const drip = setInterval(() => slow.socket.write(' '), 150)
  await slow.closed
  clearInterval(drip)
  expect(slow.said()).toMatch(/^HTTP\/1\.1 408 /)
  expect(whole.said()).toMatch(/^HTTP\/1\.1 200 /)
  await hasty.close()
})
