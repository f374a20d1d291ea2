// A database that is put back from a backup does not bring back what was ended since.
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { dialects, emptyDatabases, type Place } from '../../test/databases.ts'
import { ann, runServer, setUp } from '../../test/running-server.ts'

/** Copies the database of a server that does not run; the answer is the place as it is with the copy in its place. */
async function backUp(place: Place): Promise<() => Promise<Place>> {
  if (place.databaseUrl === null) {
    // Whoever closes it last leaves nothing in files beside it.
    const file = join(place.data, 'porthole.db')
    copyFileSync(file, `${file}.backup`)
    return async () => {
      copyFileSync(`${file}.backup`, file)
      return place
    }
  }
  const url = new URL(place.databaseUrl)
  const name = url.pathname.slice(1)
  const client = new pg.Client({ connectionString: new URL('/postgres', url).href })
  await client.connect()
  await client.query(`CREATE DATABASE ${name}_backup TEMPLATE ${name}`)
  await client.end()
  return async () => ({ ...place, databaseUrl: new URL(`/${name}_backup`, url).href })
}

describe.each(dialects)('on %s', dialect => {
  const databases = emptyDatabases(dialect)

  it('ends sessions and links, says so once, and goes on', { timeout: 60_000 }, async () => {
    const place = await databases.place()
    const first = await runServer(place)
    const admin = await setUp(first)
    const lost = first.browser()
    const signIn = { email: ann.email, password: ann.password }
    await lost.send('POST', '/session', signIn)
    const invited = { email: 'ben@example.org', role: 'operator' }
    const { token } = (await admin.send('POST', '/invitations', invited)).body
    await first.stop()
    const restore = await backUp(place)

    const second = await runServer(place)
    const stolen = second.browser()
    stolen.cookie = lost.cookie
    expect((await stolen.send('GET', '/session')).body.person.email).toBe(ann.email)
    const cookie = stolen.cookie
    expect((await stolen.send('DELETE', '/session')).status).toBe(200)
    const by = { token, name: 'Ben', password: ann.password }
    expect((await second.browser().send('POST', '/invitation', by)).status).toBe(200)
    await second.stop()

    const older = await restore()
    const third = await runServer(older)
    const again = third.browser()
    again.cookie = cookie
    expect((await again.send('GET', '/vms')).status).toBe(401)
    expect((await third.browser().send('POST', '/invitation', { ...by, name: 'Eve' })).status).toBe(403)
    expect((await again.send('POST', '/session', signIn)).status).toBe(200)
    const rows = (await again.send('GET', '/audit?action=databaseRestored')).body.entries
    expect(rows).toMatchObject([{ args: { unseenSince: expect.any(String), sessions: 2, invitations: 1 } }])
    await third.stop()

    const fourth = await runServer(older)
    const still = fourth.browser()
    still.cookie = again.cookie
    expect((await still.send('GET', '/audit?action=databaseRestored')).body.entries).toHaveLength(1)
    await fourth.stop()
  })
})
