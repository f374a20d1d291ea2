import { Checkbox, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type AlertEmail, type AlertSending, alertSeverities, contract } from '@porthole/contract'
import { client } from '../api/client.ts'
import { formRules } from '../api/form-rules.ts'
import { sendingTexts as words } from '../texts/en-alert-sending.ts'
import { texts } from '../texts/texts.ts'
import { SendingForm } from './SendingForm.tsx'

interface Fields extends Omit<AlertEmail, 'port' | 'to'> {
  port: string
  to: string
  password: string
}

const rules = formRules(contract.settings.changeAlertEmail)

export function EmailForm({ email }: { email: AlertSending['email'] }) {
  const form = useForm<Fields>({
    initialValues: fieldsOf(email),
    validate: values => {
      const errors = rules(toEmail(values))
      // The contract names "to.0"; the field holds them all.
      const to = Object.entries(errors).find(([path]) => path.startsWith('to'))?.[1]
      return to === undefined ? errors : { ...errors, to }
    },
  })
  return (
    <SendingForm
      channel="email"
      form={form}
      last={email?.last}
      save={values => client.settings.changeAlertEmail(toEmail(values))}
      test={values => client.settings.testAlertEmail(toEmail(values))}
    >
      <TextInput label={words.host} placeholder="mail.example.org" autoComplete="off" {...form.getInputProps('host')} />
      <TextInput label={words.port} inputMode="numeric" autoComplete="off" {...form.getInputProps('port')} />
      <NativeSelect
        label={words.security}
        data={(['starttls', 'tls', 'none'] as const).map(value => ({ value, label: words.securities[value] }))}
        {...form.getInputProps('security')}
      />
      <TextInput label={words.user} description={words.userHint} autoComplete="off" {...form.getInputProps('user')} />
      <PasswordInput
        label={words.password}
        description={email && email.user !== '' && words.passwordKept}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': texts.session.showPassword }}
        {...form.getInputProps('password')}
      />
      <TextInput label={words.from} inputMode="email" autoComplete="off" {...form.getInputProps('from')} />
      <TextInput label={words.to} description={words.toHint} autoComplete="off" {...form.getInputProps('to')} />
      <NativeSelect
        label={words.severity}
        data={alertSeverities.map(value => ({ value, label: words.severities[value] }))}
        {...form.getInputProps('severity')}
      />
      <Checkbox label={words.enabled} {...form.getInputProps('enabled', { type: 'checkbox' })} />
    </SendingForm>
  )
}

function fieldsOf(email: AlertSending['email']): Fields {
  const { last: _, ...known } = email ?? { ...newEmail, last: null }
  return { ...known, port: String(known.port), to: known.to.join(' '), password: '' }
}

const newEmail: AlertEmail = {
  ...{ host: '', port: 587, security: 'starttls', user: '', from: '', to: [], severity: 'warning', enabled: true },
}

/** An empty password is none that was given. */
const toEmail = ({ port, to, password, ...rest }: Fields) => ({
  ...rest,
  port: Number(port),
  to: to.split(/[\s,;]+/).filter(Boolean),
  ...(password !== '' && { password }),
})
