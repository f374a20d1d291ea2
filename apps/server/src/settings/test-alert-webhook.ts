import type { AlertWebhook, SendingTest } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { testMessage } from '../sending/message.ts'
import { sendWebhook, webhookSteps } from '../sending/send-webhook.ts'
import { trySending } from '../sending/steps.ts'
import { secretFor } from './given-secret.ts'

type Input = AlertWebhook & { secret?: string | undefined }

export const testAlertWebhook: Verb<Input, SendingTest> = async (core, { secret: given, ...webhook }) => {
  const secret = await secretFor(core, webhook, given)
  const message = testMessage()
  return trySending(webhookSteps(webhook.url), told =>
    sendWebhook({ url: webhook.url, secret }, message.id, JSON.stringify(message), told),
  )
}
