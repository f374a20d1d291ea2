import { Checkbox, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type AlertSending, type AlertWebhook, alertSeverities, contract } from '@porthole/contract'
import { client } from '../api/client.ts'
import { formRules } from '../api/form-rules.ts'
import { sendingTexts as words } from '../texts/en-alert-sending.ts'
import { texts } from '../texts/texts.ts'
import { SendingForm } from './SendingForm.tsx'

interface Fields extends AlertWebhook {
  secret: string
}

const rules = formRules(contract.settings.changeAlertWebhook)

export function WebhookForm({ webhook }: { webhook: AlertSending['webhook'] }) {
  const { last, ...known } = webhook ?? { url: '', severity: 'warning' as const, enabled: true, last: undefined }
  const form = useForm<Fields>({
    initialValues: { ...known, secret: '' },
    validate: values => rules(toWebhook(values)),
  })
  return (
    <SendingForm
      channel="webhook"
      form={form}
      last={last}
      save={values => client.settings.changeAlertWebhook(toWebhook(values))}
      test={values => client.settings.testAlertWebhook(toWebhook(values))}
    >
      <TextInput
        label={words.url}
        placeholder="https://hooks.example.org/porthole"
        inputMode="url"
        autoComplete="off"
        {...form.getInputProps('url')}
      />
      <PasswordInput
        label={words.secret}
        description={webhook ? words.secretKept : words.secretHint}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': texts.session.showPassword }}
        {...form.getInputProps('secret')}
      />
      <NativeSelect
        label={words.severity}
        data={alertSeverities.map(value => ({ value, label: words.severities[value] }))}
        {...form.getInputProps('severity')}
      />
      <Checkbox label={words.enabled} {...form.getInputProps('enabled', { type: 'checkbox' })} />
    </SendingForm>
  )
}

const toWebhook = ({ secret, ...rest }: Fields) => ({ ...rest, ...(secret !== '' && { secret }) })
