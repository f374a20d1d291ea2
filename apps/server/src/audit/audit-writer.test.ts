// What becomes of the audit while the database is away.
import { execFile } from 'node:child_process'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { dialects, emptyDatabases, type Place } from '../../test/databases.ts'
import { ann, runServer, setUp } from '../../test/running-server.ts'
import { openDatabase } from '../database/open-database.ts'
import { AuditWriter } from './audit-writer.ts'
import { verifyChain } from './verify-chain.ts'

const key = Buffer.alloc(32, 7)

function draft(action: string, at: Date, startSeq: number | null = null) {
  const nobody = { personId: null, person: null, credential: null, sessionId: null, from: null }
  const nothing = { object: null, objectName: null, host: null, args: '{}', error: null, took: null }
  return { source: 'porthole', result: 'done', action, at, startSeq, ...nobody, ...nothing }
}

const second = (n: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, n))

/** Another program holds the file locked until it is let go. */
async function lock(place: Place): Promise<() => Promise<void>> {
  const other = await new PrismaBetterSqlite3({ url: `file:${place.data}/porthole.db` }).connect()
  await other.executeScript('BEGIN IMMEDIATE')
  return () => other.dispose()
}

describe.each(dialects)('on %s', dialect => {
  const databases = emptyDatabases(dialect)

  it('keeps so many rows, and tells of the others how many there were and since when', async () => {
    const place = await databases.place()
    const database = await openDatabase(place, pino({ level: 'silent' }))
    onTestFinished(() => database.$disconnect())
    const writer = new AuditWriter(database, key, 'here', 10)
    const begun = await writer.append(draft('begun', second(0)))
    if (dialect === 'postgresql') await databases.postgres().stop()
    const comeBack = dialect === 'sqlite' ? await lock(place) : () => databases.postgres().start()

    let losing = 0
    writer.told.on('losing', () => losing++)
    const waits = Array.from({ length: 14 }, (_, n) => writer.appendBehind(draft(`row ${n}`, second(n))))
    // What ends an act has a place also where nothing else has.
    waits.push(writer.appendBehind(draft('ended', second(14), begun)))
    await writer.idle()
    expect([writer.waiting, losing]).toEqual([11, 1])

    await comeBack()
    await Promise.all(waits)
    await writer.idle()
    await writer.append(draft('later', second(20)))
    const rows = await database.auditRow.findMany({ orderBy: { seq: 'asc' } })
    const kept = Array.from({ length: 10 }, (_, n) => `row ${n}`)
    expect(rows.map(({ action }) => action)).toEqual(['begun', ...kept, 'ended', 'eventsLost', 'later'])
    expect(rows.find(({ action }) => action === 'eventsLost')).toMatchObject({
      at: second(13),
      args: JSON.stringify({ count: 4, unseenSince: second(10).toISOString() }),
    })
    expect((await verifyChain(database, key)).faults).toEqual([])
  })
})

describe('when another program holds the SQLite file locked', () => {
  const databases = emptyDatabases('sqlite')

  it('does not let whoever sits at the terminal wait for ever', async () => {
    const place = await databases.place()
    const server = await runServer(place)
    await setUp(server)
    const release = await lock(place)
    const env = { ...process.env, PORTHOLE_DATA: place.data, DATABASE_URL: '' }
    const program = new URL('../../dist/porthole.js', import.meta.url).pathname
    const { code, said } = await new Promise<{ code: unknown; said: string }>(resolve => {
      execFile(process.execPath, [program, 'admin', 'reset-password', ann.email], { env }, (error, stdout, stderr) =>
        resolve({ code: error?.code, said: stdout + stderr }),
      )
    })
    expect(code).toBe(1)
    expect(said).toContain('database')
    expect(said).not.toContain('new password')
    await release()
    await server.stop()
  })
})
