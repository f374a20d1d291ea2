import { once } from 'node:events'
import { connect } from 'node:net'
import { closeCodes, eventsPath } from '@porthole/contract'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { emptyDatabases, usualDialect } from '../test/databases.ts'
import { ann, runServer, setUp } from '../test/running-server.ts'
import { openDatabase } from './database/open-database.ts'

const databases = emptyDatabases(usualDialect)

it('finishes what was begun, refuses what comes after, and tells sockets to come back', async () => {
  const place = await databases.place()
  const server = await runServer(place)
  const admin = await setUp(server)
  const events = await admin.socket(eventsPath)
  const closed = once(events, 'close')

  const body = JSON.stringify({ email: ann.email, password: ann.password })
  const head = `POST /api/v1/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`
  const [first, second] = [rawRequest(server.url), rawRequest(server.url)]
  second.socket.write(head)
  first.socket.write(head + body)
  const started = () => server.core.database.auditRow.count({ where: { action: 'signIn', result: 'started' } })
  // SQLite answers without leaving this turn of the event loop: the server must have its own.
  while ((await started()) === 0) await new Promise(setImmediate)

  const began = performance.now()
  const stopped = server.stop()
  second.socket.write(body)
  await stopped
  expect(performance.now() - began).toBeLessThan(2500)
  expect(await first.answer).toMatch(/^HTTP\/1\.1 200 /)
  // Node 20 lets a half-sent request finish and be refused; newer ones cut it off when the server closes.
  expect(await second.answer).toMatch(/^(HTTP\/1\.1 503 [\s\S]*"code":"STOPPING"[\s\S]*)?$/)
  expect((await closed)[0]).toBe(closeCodes.restarting)
  await expect(admin.send('GET', '/session')).rejects.toThrow('fetch failed')

  const database = await openDatabase(place, pino({ level: 'silent' }))
  const rows = await database.auditRow.findMany({ where: { action: 'signIn' }, orderBy: { seq: 'asc' } })
  await database.$disconnect()
  expect(rows.map(({ result }) => result)).toEqual(['started', 'done'])
})

it('does not wait for ever for a browser that does not answer the close', async () => {
  const server = await runServer(await databases.place())
  const admin = await setUp(server)
  const socket = await admin.socket(eventsPath)
  socket.pause()
  const began = performance.now()
  await server.stop()
  expect(performance.now() - began).toBeLessThan(4000)
  socket.terminate()
})

/** A connection on which a test writes HTTP by itself; the answer is all that came until it closed. */
function rawRequest(url: string) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  let text = ''
  socket.on('data', data => {
    text += data
  })
  // A server that ends cuts off whoever still talks; what it said before that counts.
  socket.on('error', () => {})
  return { socket, answer: new Promise<string>(resolve => socket.once('close', () => resolve(text))) }
}
