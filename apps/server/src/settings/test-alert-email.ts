import type { AlertEmail, SendingTest } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { emailText, testMessage } from '../sending/message.ts'
import { emailSteps, sendEmail } from '../sending/send-email.ts'
import { trySending } from '../sending/steps.ts'
import { passwordFor } from './given-secret.ts'

type Input = AlertEmail & { password?: string | undefined }

export const testAlertEmail: Verb<Input, SendingTest> = async (core, { password: given, ...email }) => {
  const password = await passwordFor(core, email, given)
  return trySending(emailSteps(email), told => sendEmail({ ...email, password }, emailText(testMessage()), told))
}
