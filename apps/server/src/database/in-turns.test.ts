import { setImmediate } from 'node:timers/promises'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { dialects, emptyDatabases } from '../../test/databases.ts'
import { openDatabase } from './open-database.ts'

const log = pino({ level: 'silent' })

describe.each(dialects)('on %s', dialect => {
  const databases = emptyDatabases(dialect)

  it('undoes a transaction that fails, and nothing that was written beside it', async () => {
    const database = await openDatabase(await databases.place(), log)
    let begin = () => {}
    const begun = new Promise<void>(resolve => {
      begin = resolve
    })
    let go = () => {}
    const gate = new Promise<void>(resolve => {
      go = resolve
    })
    const failing = database.$transaction(async tables => {
      await tables.setting.create({ data: { name: 'inside', value: '1' } })
      begin()
      await gate
      throw new Error('no')
    })
    await begun
    // Prisma asks only once somebody waits.
    const beside = database.setting.create({ data: { name: 'beside', value: '2' } }).then(row => row)
    const together = database.together([])
    // Turns in which it could come between, and must not.
    for (let turn = 0; turn < 50; turn++) await setImmediate()
    go()
    await expect(failing).rejects.toThrow('no')
    await Promise.all([beside, together])
    expect(await database.setting.findMany()).toEqual([{ name: 'beside', value: '2' }])
    await database.$disconnect()
  })

  it('goes on after a transaction that could not be written', async () => {
    const database = await openDatabase(await databases.place(), log)
    const name = 'twice'
    const twice = [1, 2].map(value => database.setting.create({ data: { name, value: `${value}` } }))
    await expect(database.$transaction(twice)).rejects.toThrow(/Unique constraint/)
    expect(await database.setting.count()).toBe(0)
    await database.setting.create({ data: { name, value: '3' } })
    await database.$disconnect()
  })
})

const sqlite = emptyDatabases('sqlite')

it('goes on after a commit that SQLite refuses', async () => {
  const database = await openDatabase(await sqlite.place(), log)
  const refused = database.$transaction(async tables => {
    await tables.$executeRawUnsafe('PRAGMA defer_foreign_keys = ON')
    await tables.vmPlace.create({ data: { vm: 'x', folderId: 'none' } })
  })
  await expect(refused).rejects.toThrow()
  expect(await database.vmPlace.count()).toBe(0)
  await database.$transaction([database.setting.create({ data: { name: 'after', value: '1' } })])
  expect(await database.setting.count()).toBe(1)
  await database.$disconnect()
})
