import type { Settings } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { readSettings } from './read-settings.ts'

type Input = { [Name in keyof Settings]?: Settings[Name] | undefined }

export const changeSettings: Verb<Input, Settings> = async ({ database, recordings }, input) => {
  const given = Object.entries(input).filter(([, value]) => value !== undefined)
  await database.$transaction(
    given.map(([name, setting]) => {
      const value = JSON.stringify(setting)
      return database.setting.upsert({ where: { name }, create: { name, value }, update: { value } })
    }),
  )
  await recordings.review()
  void recordings.bounds.look()
  return readSettings(database)
}
