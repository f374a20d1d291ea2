import type { AlertEmail } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { passwordFor } from './given-secret.ts'

type Input = AlertEmail & { password?: string | undefined }

export const changeAlertEmail: Verb<Input, object> = async (core, { password, ...email }) => {
  await core.channels.change('email', email, await passwordFor(core, email, password))
  return {}
}
