import type { AlertWebhook } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { secretFor } from './given-secret.ts'

type Input = AlertWebhook & { secret?: string | undefined }

export const changeAlertWebhook: Verb<Input, object> = async (core, { secret, ...webhook }) => {
  await core.channels.change('webhook', webhook, await secretFor(core, webhook, secret))
  return {}
}
