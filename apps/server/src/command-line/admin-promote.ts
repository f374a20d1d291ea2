import { actOf } from './admin-reset-password.ts'
import type { Command } from './installation.ts'
import { personNamed } from './person-named.ts'

/** For when no administrator is left: a running server knows within half a minute. */
export const adminPromote: Command = {
  usage: '<e-mail>',
  does: 'make somebody an administrator',
  async run({ database, audit }, [email]) {
    const person = await personNamed(database, email)
    const started = await audit.start(actOf('makeAdministrator', person))
    await database.user.update({ where: { id: person.id }, data: { role: 'administrator' } })
    await started.done()
    console.log(`${person.email} is an administrator now.`)
    return 0
  },
}
