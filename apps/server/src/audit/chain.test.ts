import { execFile } from 'node:child_process'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dialects, emptyDatabases, type Place } from '../../test/databases.ts'
import { runServer, setUp } from '../../test/running-server.ts'
import { keyFor, readSecret } from '../auth/secret.ts'
import { type Database, openDatabase } from '../database/open-database.ts'
import { Audit, nobody } from './audit.ts'
import { AuditWriter } from './audit-writer.ts'
import { trimAudit } from './trim-audit.ts'
import { verifyChain } from './verify-chain.ts'

const log = pino({ level: 'silent' })
const nothing = { object: null, objectName: null, host: null, args: {} }

describe.each(dialects)('on %s', dialect => {
  const databases = emptyDatabases(dialect)
  let place: Place
  let database: Database
  let key: Buffer
  beforeAll(async () => {
    place = await databases.place()
    const server = await runServer(place)
    key = keyFor('audit', readSecret(place.data))
    const admin = await setUp(server)
    for (let n = 0; n < 5; n++) await admin.send('POST', '/folders', { name: `f${n}` })
    // A server that runs would find out, and write rows of its own in the middle of it all.
    await server.stop()
    database = await openDatabase(place, log)
  })
  afterAll(() => database.$disconnect())

  const verify = () => verifyChain(database, key)
  const sql = (text: string) => database.$executeRawUnsafe(text)
  const drop = {
    sqlite: (name: string) => `DROP TRIGGER "${name}"`,
    postgresql: (name: string) => `DROP TRIGGER "${name}" ON "AuditRow"`,
  }[dialect]
  /** Does something to the database behind the server's back, looks, and takes it back. */
  async function tampered(...statements: string[]): Promise<readonly string[]> {
    const rows = await database.auditRow.findMany({ orderBy: { seq: 'asc' } })
    const { seq, mac, cut } = await database.auditHead.findFirstOrThrow()
    for (const statement of statements) await sql(statement)
    const { faults } = await verify()
    await sql('DELETE FROM "AuditRow"')
    await database.auditRow.createMany({ data: rows })
    await database.auditHead.update({ where: { id: 1 }, data: { seq, mac, cut } })
    expect((await verify()).faults).toEqual([])
    return faults
  }

  it('finds nothing wrong in what the server wrote', async () => {
    const { faults, rows, end } = await verify()
    expect(faults).toEqual([])
    expect(rows).toBe(end.seq)
    expect(rows).toBeGreaterThan(10)
  })

  it('lets nobody change or remove a row as long as the triggers stand', async () => {
    await expect(sql(`UPDATE "AuditRow" SET "person" = 'eve' WHERE "seq" = 3`)).rejects.toThrow(/never changed/)
    await expect(sql('DELETE FROM "AuditRow" WHERE "seq" = 3')).rejects.toThrow(/never removed/)
    expect((await verify()).faults).toEqual([])
  })

  it('finds whatever somebody did who took the triggers away', async () => {
    await sql(drop('AuditRow_never_changes'))
    await sql(drop('AuditRow_never_goes'))
    const change = (set: string, seq = 4) => `UPDATE "AuditRow" SET ${set} WHERE "seq" = ${seq}`
    const columns = ['action', 'result', 'person', 'personId', 'credential', 'sessionId', 'from', 'object', 'args']
    for (const column of [...columns, 'objectName', 'host', 'error', 'source', 'mac']) {
      expect(await tampered(change(`"${column}" = 'forged'`)), column).toContainEqual(expect.stringMatching(/^Row 4 /))
    }
    const later = dialect === 'sqlite' ? `"at" = '2030-01-01T00:00:00.000+00:00'` : `"at" = '2030-01-01'`
    expect(await tampered(change(later))).toEqual([expect.stringMatching(/^Row 4 .* was changed/)])
    expect(await tampered(change('"took" = 12345'))).toHaveLength(1)
    expect(await tampered(change('"startSeq" = 1'))).toHaveLength(1)

    expect(await tampered('DELETE FROM "AuditRow" WHERE "seq" = 4')).toEqual(['Row 4 is missing.'])
    expect(await tampered('DELETE FROM "AuditRow" WHERE "seq" BETWEEN 4 AND 6')).toEqual(['Rows 4 to 6 are missing.'])
    expect(await tampered('DELETE FROM "AuditRow" WHERE "seq" <= 2')).toEqual(['Rows 1 to 2 are missing.'])
    const { end } = await verify()
    expect(await tampered(`DELETE FROM "AuditRow" WHERE "seq" = ${end.seq}`)).toEqual([`Row ${end.seq} is missing.`])
    const swap = [change('"seq" = 999', 4), change('"seq" = 4', 5), change('"seq" = 5', 999)]
    expect(await tampered(...swap)).toContainEqual(expect.stringMatching(/^Row 4 .* was changed/))
    const closed = ['DELETE FROM "AuditRow" WHERE "seq" = 4', 'UPDATE "AuditRow" SET "seq" = 4 WHERE "seq" = 5']
    expect(await tampered(...closed)).toContainEqual(expect.stringMatching(/^Row 4 .* was changed/))
    const extra = `INSERT INTO "AuditRow" ("seq", "at", "source", "action", "result", "args", "mac") VALUES`
    const at = dialect === 'sqlite' ? `'2030-01-01T00:00:00.000+00:00'` : `'2030-01-01'`
    expect(await tampered(`${extra} (${end.seq + 1}, ${at}, 'porthole', 'x', 'done', '{}', '')`)).toEqual([
      'Rows that the chain does not count: 1.',
    ])
  })

  it('finds that the newest rows and the end went together, when an end was noted elsewhere', async () => {
    const { end } = await verify()
    const before = await database.auditRow.findUniqueOrThrow({ where: { seq: end.seq - 1 } })
    const last = await database.auditRow.findUniqueOrThrow({ where: { seq: end.seq } })
    await sql(`DELETE FROM "AuditRow" WHERE "seq" = ${end.seq}`)
    const head = { seq: before.seq, mac: before.mac }
    await database.auditHead.update({ where: { id: 1 }, data: head })
    expect((await verify()).faults).toEqual([])
    expect((await verifyChain(database, key, end)).faults).toEqual([`Row ${end.seq} is missing.`])
    await database.auditRow.create({ data: last })
    await database.auditHead.update({ where: { id: 1 }, data: end })
  })

  it('needs the key beside the database to write a row that passes', async () => {
    const { end } = await verify()
    expect((await verifyChain(database, Buffer.alloc(32))).faults).toHaveLength(end.seq)
  })

  it('keeps one chain when two servers write at once, and every row of a burst', async () => {
    const draft = (action: string) => {
      const none = { personId: null, person: null, credential: null, sessionId: null, from: null, startSeq: null }
      const of = { object: null, objectName: null, host: null, args: '{}', error: null, took: null }
      return { ...none, ...of, source: 'porthole', result: 'done', action }
    }
    const writers = [1, 2, 3].map(n => new AuditWriter(database, key, `server ${n}`))
    const burst = writers.flatMap((writer, w) =>
      Array.from({ length: 60 }, (_, n) => writer.append(draft(`w${w}-${n}`))),
    )
    const numbers = await Promise.all(burst)
    expect(new Set(numbers).size).toBe(180)
    for (const [index, seq] of numbers.entries()) {
      const row = await database.auditRow.findUniqueOrThrow({ where: { seq } })
      expect(row.action).toBe(`w${Math.floor(index / 60)}-${index % 60}`)
    }
    expect((await verify()).faults).toEqual([])
  })

  it('says so at the terminal, by exit code too', { timeout: 60_000 }, async () => {
    const good = await porthole(place, 'audit', 'verify')
    expect(good).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+ rows, none changed, none missing/) })
    const noted = /ends at (\S+)/.exec(good.out)?.[1] ?? ''
    expect((await porthole(place, 'audit', 'verify', noted)).code).toBe(0)
    const lines = (await porthole(place, 'audit', 'export')).out.trim().split('\n')
    expect(lines.map(line => JSON.parse(line).seq)).toEqual(lines.map((_, index) => index + 1))
    await sql(`UPDATE "AuditRow" SET "person" = 'eve' WHERE "seq" = 2`)
    const [gone] = await database.auditRow.findMany({ where: { seq: 7 } })
    await sql('DELETE FROM "AuditRow" WHERE "seq" = 7')
    const bad = await porthole(place, 'audit', 'verify', noted)
    expect(bad.code).toBe(1)
    expect(bad.out).toMatch(/Row 2 \(setUp, .*\) was changed\.\nRow 7 is missing\./)
    expect((await porthole({ ...place, data: '/nowhere' }, 'audit', 'verify')).err).toMatch(/no Porthole in \/nowhere/)
    await sql(`UPDATE "AuditRow" SET "person" = NULL WHERE "seq" = 2`)
    await database.auditRow.createMany({ data: gone ? [gone] : [] })
  })

  it('removes old rows, says so in the chain, and still finds whatever else is missing', async () => {
    const audit = new Audit(new AuditWriter(database, key, 'test'), log)
    const old = await database.auditRow.count()
    const limit = new Date()
    await audit.happened({ ...nothing, action: 'afterwards', caller: nobody })
    expect(await trimAudit(database, audit, limit)).toBe(old)
    const { faults, rows, end } = await verify()
    expect([faults, rows]).toEqual([[], 2])
    expect(await database.auditRow.findUniqueOrThrow({ where: { seq: end.seq } })).toMatchObject({
      action: 'trimAudit',
    })
    expect(await trimAudit(database, audit, limit)).toBe(0)

    await audit.happened({ ...nothing, action: 'later', caller: nobody })
    const first = end.seq - 1
    expect(await tampered(`DELETE FROM "AuditRow" WHERE "seq" = ${first}`)).toEqual([`Rows 1 to ${first} are missing.`])
    expect(await tampered(`UPDATE "AuditRow" SET "action" = 'x' WHERE "seq" = ${first}`)).toHaveLength(1)
  })
})

/** Runs the command line as a person would, from its sources. */
function porthole(place: Place, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, PORTHOLE_DATA: place.data, DATABASE_URL: place.databaseUrl ?? '' }
  const program = [new URL('../../dist/porthole.js', import.meta.url).pathname, ...args]
  return new Promise(resolve => {
    execFile(process.execPath, program, { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })
}
