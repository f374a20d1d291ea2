import { useQuery } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { sendingTexts as words } from '../texts/en-alert-sending.ts'
import { Notice } from '../ui/Notice.tsx'
import { EmailForm } from './EmailForm.tsx'
import { WebhookForm } from './WebhookForm.tsx'

/** Where alerts are sent. */
export function AlertSections() {
  const { data, error } = useQuery(orpc.settings.getAlertSending.queryOptions({ input: {} }))
  if (error && !data) {
    return (
      <Notice tone="error" alert>
        {failureOf(error).sentence}
      </Notice>
    )
  }
  return (
    <>
      <section>
        <h2>{words.email}</h2>
        <p>{words.emailLead}</p>
        {data && <EmailForm email={data.email} />}
      </section>
      <section>
        <h2>{words.webhook}</h2>
        <p>{words.webhookLead}</p>
        {data && <WebhookForm webhook={data.webhook} />}
      </section>
    </>
  )
}
