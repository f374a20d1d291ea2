import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { pino } from 'pino'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { dialects, emptyDatabases, type Place } from '../../test/databases.ts'
import { applyMigrations, migrationsFolder } from './apply-migrations.ts'
import { connectPostgres, connectSqlite } from './migration-connection.ts'
import { openDatabase } from './open-database.ts'

const log = pino({ level: 'silent' })
const scratch = mkdtempSync(join(tmpdir(), 'porthole-test-'))
afterAll(() => rmSync(scratch, { recursive: true }))

describe.each(dialects)('on %s', dialect => {
  const databases = emptyDatabases(dialect)
  let place: Place
  let folder: string
  beforeEach(async () => {
    place = await databases.place()
    folder = mkdtempSync(join(scratch, 'migrations-'))
    cpSync(migrationsFolder(dialect), folder, { recursive: true })
  })

  const connect = () => {
    const file = join(place.data, 'porthole.db')
    return place.databaseUrl === null
      ? connectSqlite(new PrismaBetterSqlite3({ url: `file:${file}` }), file)
      : connectPostgres(place.databaseUrl, 5000)
  }
  const apply = async () => applyMigrations(await connect(), log, folder)
  const add = (name: string, sql: string) => {
    mkdirSync(join(folder, name), { recursive: true })
    writeFileSync(join(folder, name, 'migration.sql'), sql)
  }
  const rows = async (query: string) => {
    const connection = await connect()
    try {
      return await connection.rows(query)
    } finally {
      await connection.close()
    }
  }

  it('makes the schema, and does nothing the second time', async () => {
    await apply()
    const first = await rows('SELECT id, checksum, migration_name FROM "_prisma_migrations"')
    expect(first.length).toBeGreaterThan(0)
    await apply()
    expect(await rows('SELECT id, checksum, migration_name FROM "_prisma_migrations"')).toEqual(first)
    expect(await rows('SELECT id FROM "User"')).toEqual([])
  })

  it('applies each once when several servers start together', async () => {
    await (dialect === 'postgresql' ? Promise.all([apply(), apply(), apply()]) : apply())
    const names = await rows('SELECT migration_name FROM "_prisma_migrations"')
    expect(new Set(names.flat()).size).toBe(names.length)
  })

  it('refuses a migration that was changed', async () => {
    add('99990101000000-later', 'CREATE TABLE "Later" ("id" TEXT PRIMARY KEY);')
    await apply()
    add('99990101000000-later', 'CREATE TABLE "Later" ("id" TEXT PRIMARY KEY, "x" TEXT);')
    await expect(apply()).rejects.toThrow(/"99990101000000-later" was changed/)
  })

  it('refuses the database of a newer version', async () => {
    add('99990101000000-later', 'CREATE TABLE "Later" ("id" TEXT PRIMARY KEY);')
    await apply()
    rmSync(join(folder, '99990101000000-later'), { recursive: true })
    await expect(apply()).rejects.toThrow(/made by a newer Porthole .*99990101000000-later/)
  })

  it('undoes a migration that fails half way', async () => {
    await apply()
    add('99990101000000-broken', 'CREATE TABLE "Half" ("id" TEXT PRIMARY KEY);\nSELECT * FROM "NoSuchTable";')
    await expect(apply()).rejects.toThrow(/"99990101000000-broken" failed and was undone/)
    expect(await rows(`SELECT 1 FROM "_prisma_migrations" WHERE migration_name LIKE '%broken'`)).toEqual([])
    add('99990101000000-broken', 'CREATE TABLE "Half" ("id" TEXT PRIMARY KEY);')
    await apply()
  })

  it('takes a semicolon in a text for a text', async () => {
    add('99990101000000-text', `CREATE TABLE "T" ("id" TEXT DEFAULT 'a;b');\nINSERT INTO "T" DEFAULT VALUES;`)
    await apply()
    expect(await rows('SELECT "id" FROM "T"')).toEqual([['a;b']])
  })

  it('keeps the children of a table that is rebuilt', async () => {
    await apply()
    const connection = await connect()
    const now = dialect === 'sqlite' ? "strftime('%s', 'now') * 1000" : 'now()'
    await connection.run(`INSERT INTO "User" (id, name, email, "updatedAt") VALUES ('u', 'Ann', 'a@b.org', ${now});
      INSERT INTO "Account" (id, "accountId", "providerId", "userId", "updatedAt")
      VALUES ('a', 'u', 'credential', 'u', ${now})`)
    await connection.close()
    if (dialect === 'sqlite') {
      add(
        '99990101000000-rebuild',
        `CREATE TABLE "new_User" AS SELECT * FROM "User"; DROP TABLE "User";
         ALTER TABLE "new_User" RENAME TO "User"; CREATE UNIQUE INDEX "User_id" ON "User"("id");`,
      )
    } else add('99990101000000-alter', 'ALTER TABLE "User" ADD COLUMN "nick" TEXT;')
    await apply()
    expect(await rows('SELECT id FROM "Account"')).toEqual([['a']])
  })

  it('opens with foreign keys on, and dates that come back as they went', async () => {
    const database = await openDatabase(place, log)
    const at = new Date('2026-11-22T12:34:56.789Z')
    await expect(
      database.session.create({ data: { id: 's', token: 't', expiresAt: at, userId: 'nobody' } }),
    ).rejects.toMatchObject({ code: 'P2003' })
    await database.host.create({ data: { id: 'h', name: 'h', uri: 'test:///x', createdAt: at } })
    expect((await database.host.findFirst())?.createdAt).toEqual(at)
    await database.$disconnect()
  })
})

it('writes the SQLite file ahead, and to the disk before it answers', async () => {
  const database = await openDatabase({ data: mkdtempSync(join(scratch, 'data-')), databaseUrl: null }, log)
  expect(await database.$queryRawUnsafe('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }])
  expect(Object.values((await database.$queryRawUnsafe<object[]>('PRAGMA synchronous'))[0] ?? {})).toEqual([2n])
  await database.$disconnect()
})

it.each([
  ['postgresql://porthole:hunter22@127.0.0.1:1/porthole', /127\.0\.0\.1:1\/porthole .*nothing listens there/],
  ['postgresql://porthole:hunter22@no-such-host.invalid/porthole', /no-such-host\.invalid/],
])('says in one sentence that %s does not answer, without the password', async (databaseUrl, sentence) => {
  const failure = await openDatabase({ data: scratch, databaseUrl }, log).catch(error => error)
  expect(failure).toMatchObject({ name: 'StartFailure', message: expect.stringMatching(sentence) })
  expect(failure.message).not.toContain('hunter22')
})

it('says in one sentence that a file is no database', async () => {
  const data = mkdtempSync(join(scratch, 'data-'))
  writeFileSync(join(data, 'porthole.db'), 'this is a text, and long enough not to be taken for an empty file')
  await expect(openDatabase({ data, databaseUrl: null }, log)).rejects.toMatchObject({
    name: 'StartFailure',
    message: expect.stringMatching(/porthole\.db can not be used: the file is not an SQLite database\.$/),
  })
})
