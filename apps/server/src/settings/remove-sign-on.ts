import type { Verb } from '../core.ts'

export const removeSignOn: Verb<object, object> = async ({ database }) => {
  await database.signOn.deleteMany()
  return {}
}
