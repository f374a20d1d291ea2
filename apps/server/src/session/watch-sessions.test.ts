import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { emptyDatabases, usualDialect } from '../../test/databases.ts'
import { type RunningServer, runServer, setUp } from '../../test/running-server.ts'

const databases = emptyDatabases(usualDialect)
let server: RunningServer
beforeEach(async () => {
  server = await runServer(await databases.place())
})
afterEach(async () => {
  vi.restoreAllMocks()
  await server.stop()
})

it('tries a reading of grants that failed again within a second, not at the next half minute', async () => {
  const { access, database } = server.core
  const admin = await setUp(server)
  const { id, role } = (await admin.send('GET', '/session')).body.person
  await database.user.update({ where: { id }, data: { role: 'none' } })
  vi.spyOn(database.grant, 'findMany').mockRejectedValueOnce(new Error('the database is away'))
  await expect(access.load()).rejects.toThrow('the database is away')
  expect(access.stale).toBe(true)
  expect(access.of({ id, role }).somewhere).not.toBe(0)
  await new Promise<void>(changed => access.changes.once('changed', () => changed()))
  expect(access.of({ id, role }).somewhere).toBe(0)
}, 5000)
