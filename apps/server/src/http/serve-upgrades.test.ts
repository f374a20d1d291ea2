import { request } from 'node:http'
import { consolePath, eventsPath } from '@porthole/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { emptyDatabases, usualDialect } from '../../test/databases.ts'
import { type Browser, type RunningServer, runServer, setUp } from '../../test/running-server.ts'

const databases = emptyDatabases(usualDialect)
let server: RunningServer
let admin: Browser
beforeAll(async () => {
  server = await runServer(await databases.place())
  admin = await setUp(server)
})
afterAll(() => server.stop())

const paths = [eventsPath, consolePath]

it.each(paths)('refuses %s to whoever is not signed in', async path => {
  await expect(server.browser().socket(path)).rejects.toThrow('401')
})

it.each(
  paths.flatMap(path =>
    [undefined, 'null', 'https://evil.example', 'http://127.0.0.1.evil.example', 'http://127.0.0.1:1', 'HTTPS'].map(
      origin => [path, origin] as const,
    ),
  ),
)('refuses %s to a page of %s', async (path, origin) => {
  const own = origin === 'HTTPS' ? server.url.replace('http:', 'https:') : origin
  const failure = await admin.socket(path, own === undefined ? {} : { origin: own }).catch(error => error)
  expect(failure.message).toBe('refused with 403')
  expect(failure.response.headers).toMatchObject({ 'x-content-type-options': 'nosniff', connection: 'close' })
})

it.each(['/', '/api/v1/nope', `${eventsPath}/more`, '/api/v1/constructor'])('has no WebSocket at %s', async path => {
  await expect(admin.socket(path)).rejects.toThrow('404')
})

it('opens the event socket for a page of ours', async () => {
  const socket = await admin.socket(eventsPath)
  expect(server.core.sockets.sessions()).toHaveLength(1)
  socket.terminate()
})

it('says when the database does not know who asks', async () => {
  const { session } = server.core.database
  const whoIs = server.core.auth.whoIs
  server.core.auth.whoIs = () => session.findFirstOrThrow({ where: { id: 'nobody' } }) as never
  await expect(admin.socket(eventsPath)).rejects.toThrow('500')
  server.core.auth.whoIs = whoIs
})

it('lives on when browsers go away in the middle of an upgrade', async () => {
  const { port } = new URL(server.url)
  const headers = { connection: 'Upgrade', upgrade: 'websocket', origin: server.url, cookie: admin.cookie ?? '' }
  for (let i = 0; i < 20; i++) {
    const upgrade = request({ host: '127.0.0.1', port, path: eventsPath, headers })
    upgrade.on('error', () => {})
    upgrade.end(() => upgrade.destroy())
  }
  expect((await admin.send('GET', '/session')).status).toBe(200)
})
