import type { Database } from '../database/open-database.ts'
import { StartFailure } from '../start-failure.ts'

/** @throws {StartFailure} where nobody has that address */
export async function personNamed(database: Database, email: string | undefined) {
  if (email === undefined) throw new StartFailure('Give the e-mail address of the person.')
  const person = await database.user.findUnique({ where: { email: email.toLowerCase() } })
  if (person === null) throw new StartFailure(`Nobody here has the address ${email}.`)
  return person
}
